package dev.memdb.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server's folder in the temporary directory. It says whose it is: what a test run has left that
 * was killed is removed by a later one.
 */
final class ServerFolder {
  private static final String PREFIX = "memdb-pg";

  /** The owner's process ID, when it was started in ms, and where process IDs mean that. */
  private static final String OWNER = "owner";

  private static final Pattern SAYS = Pattern.compile("(\\d+) (\\d+) (\\S+)");

  /** So many are removed at most: nobody is to wait for long. */
  private static final int MOST = 50;

  /** The start of a process is worked out from the time of the boot, which is not exact. */
  private static final long SAME_START_MILLIS = 10_000;

  /** PostgreSQL insists on it. */
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static boolean tidied;

  private final Path folder;

  private ServerFolder(Path folder) {
    this.folder = folder;
  }

  /** A new one of this process; the first one of a process removes those of the dead. */
  static ServerFolder create(int major) throws IOException {
    tidyOnce();
    Path folder = Files.createTempDirectory(PREFIX + major + "-");
    Files.writeString(folder.resolve(OWNER), owner(ProcessHandle.current()));
    Files.createDirectory(folder.resolve("data"), PRIVATE);
    return new ServerFolder(folder);
  }

  private static synchronized void tidyOnce() throws IOException {
    if (!tidied) {
      tidied = true;
      tidy(Path.of(System.getProperty("java.io.tmpdir")));
    }
  }

  /** The data directory. */
  Path data() {
    return folder.resolve("data");
  }

  /** Where a small file system may be mounted. */
  Path smallDisk() {
    return folder.resolve("small");
  }

  void delete() {
    delete(folder);
  }

  /**
   * Removes the folders of processes that are gone, and whose servers are. Several may do it at
   * once. One that does not say whose it is may have been made just now, and stays.
   */
  static void tidy(Path parent) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "[0-9]*")) {
      for (Path folder : folders) {
        if (removed < MOST && isLeft(folder)) {
          delete(folder);
          removed++;
        }
      }
    }
  }

  /** As it stands in the file of that name. */
  static String owner(ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + " " + start + " " + processes();
  }

  /** Two containers may share a directory, but not their processes. */
  private static String processes() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "all"; // not Linux
    }
  }

  private static boolean isLeft(Path folder) throws IOException {
    try {
      return isGone(Files.readString(folder.resolve(OWNER)))
          && !serverRuns(folder.resolve("data").resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static boolean isGone(String owner) {
    Matcher says = SAYS.matcher(owner);
    return says.matches()
        && says.group(3).equals(processes())
        && ProcessHandle.of(Long.parseLong(says.group(1)))
            .filter(ProcessHandle::isAlive)
            .filter(p -> isSameStart(p, Long.parseLong(says.group(2))))
            .isEmpty();
  }

  private static boolean isSameStart(ProcessHandle process, long start) {
    return process
        .info()
        .startInstant()
        .map(i -> start == 0 || Math.abs(i.toEpochMilli() - start) < SAME_START_MILLIS)
        .orElse(true);
  }

  /** It outlives its test run when that is killed. */
  private static boolean serverRuns(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return false;
    }
    List<String> lines = Files.readAllLines(pidFile);
    return lines.isEmpty()
        || ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .filter(ProcessHandle::isAlive)
            .isPresent();
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      // somebody else removes it too
    }
  }
}
