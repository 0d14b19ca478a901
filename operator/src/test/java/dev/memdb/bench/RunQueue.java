package dev.memdb.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * How long a thread and its backend were ready to run while no processor was free: the second
 * figure of {@code /proc/…/schedstat} (kernel documentation, scheduler/sched-stats).
 */
final class RunQueue implements AutoCloseable {
  private final RandomAccessFile thread;
  private final RandomAccessFile backend;
  private final byte[] buffer = new byte[96];

  private RunQueue(RandomAccessFile thread, RandomAccessFile backend) {
    this.thread = thread;
    this.backend = backend;
  }

  /** Of this thread and the backend of its connection. */
  static RunQueue of(Connection c) throws SQLException, IOException {
    int pid = Backends.pid(c);
    return new RunQueue(
        new RandomAccessFile("/proc/thread-self/schedstat", "r"),
        new RandomAccessFile("/proc/" + pid + "/schedstat", "r"));
  }

  /** Since they began. */
  long waitedNanos() throws IOException {
    return second(thread) + second(backend);
  }

  private long second(RandomAccessFile file) throws IOException {
    file.seek(0);
    String text = new String(buffer, 0, file.read(buffer), StandardCharsets.US_ASCII);
    return Long.parseLong(text.split(" ", 3)[1]);
  }

  @Override
  public void close() throws IOException {
    thread.close();
    backend.close();
  }
}
