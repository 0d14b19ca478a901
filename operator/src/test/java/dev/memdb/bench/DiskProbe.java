package dev.memdb.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the disk does to one who touches no table: twenty times a second one page is written and
 * synchronised, as a small COMMIT does. An application cannot be quicker than that.
 */
final class DiskProbe implements AutoCloseable {
  private static final long EVERY_NANOS = 50_000_000;
  private static final int PAGE = 8192;

  private final Path file;
  private final Thread thread = new Thread(this::probe, "disk-probe");
  private final List<Double> millis = new ArrayList<>();
  private volatile boolean stopped;
  private volatile IOException failure;

  /** Milliseconds. */
  record Latencies(double p99, double max) {}

  private DiskProbe(Path folder) {
    this.file = folder.resolve("probe");
  }

  /**
   * Begins.
   *
   * @param folder on the server's disk
   */
  static DiskProbe start(Path folder) {
    DiskProbe probe = new DiskProbe(folder);
    probe.thread.setDaemon(true);
    probe.thread.start();
    return probe;
  }

  private void probe() {
    try (FileChannel f =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
      while (!stopped) {
        long start = System.nanoTime();
        page.clear();
        f.write(page, 0);
        f.force(false);
        millis.add((System.nanoTime() - start) / 1e6);
        LockSupport.parkNanos(EVERY_NANOS);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Ends it. */
  Latencies stop() throws InterruptedException {
    close();
    if (failure != null) {
      throw new UncheckedIOException(failure);
    }
    double[] all = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Latencies(all[(int) (all.length * 0.99)], all[all.length - 1]);
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
