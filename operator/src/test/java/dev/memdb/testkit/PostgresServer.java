package dev.memdb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server as a child process, so that tests can kill, stop and restart it.
 *
 * <p>{@link #shared(int)} is one server per major version and JVM, for tests that only need a
 * database; {@link #start(int, Map)} is a server of the test's own, for tests that break it.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Map<Integer, PostgresServer> SHARED = new ConcurrentHashMap<>();
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final int major;
  private final Path programs;
  private final ServerFolder folder;
  private final PostgresProcess process;
  private final int port;
  private final Map<String, String> settings;

  private PostgresServer(
      Path programs, int major, Map<String, String> settings, Optional<String> smallDiskSize)
      throws IOException {
    this.major = major;
    this.programs = programs;
    this.folder = ServerFolder.create(major);
    this.process = new PostgresProcess(programs, folder, smallDiskSize);
    this.port = freePort();
    this.settings = new TreeMap<>(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /**
   * The server of this JVM for one major version, started on first use.
   *
   * @param major 14 or 18, the ends of the supported range
   */
  public static PostgresServer shared(int major) {
    return SHARED.computeIfAbsent(
        major, m -> start(m, Map.of("fsync", "off", "max_prepared_transactions", "10")));
  }

  /**
   * A server of one's own; the caller closes it.
   *
   * @param major 14 or 18
   * @param settings {@code postgresql.conf} parameters beside those that keep it small; with {@code
   *     listen_addresses} others than this machine can reach it, see {@link TestDatabase#at}
   */
  public static PostgresServer start(int major, Map<String, String> settings) {
    return start(
        new PostgresInstallation(PostgresBinaries.of(major).resolve("bin"), major), settings);
  }

  /** A server of one's own from another installation; the caller closes it. */
  public static PostgresServer start(
      PostgresInstallation installation, Map<String, String> settings) {
    return start(installation.programs(), installation.major(), settings, Optional.empty());
  }

  private static PostgresServer start(
      Path programs, int major, Map<String, String> settings, Optional<String> smallDiskSize) {
    try {
      PostgresServer server = new PostgresServer(programs, major, settings, smallDiskSize);
      server.process.initialize();
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server of one's own that sees a small file system at {@link #smallDisk()}, which is empty
   * again after a restart; the caller closes it.
   *
   * @param size as tmpfs has it: {@code 24m}
   */
  public static PostgresServer startWithSmallDisk(
      int major, Map<String, String> settings, String size) {
    return start(PostgresBinaries.of(major).resolve("bin"), major, settings, Optional.of(size));
  }

  /** Where a tablespace may be made that is soon full. */
  public Path smallDisk() {
    return folder.smallDisk();
  }

  /** A standby made of a copy of this server's files; this one must be stopped. */
  public PostgresServer standby() {
    try {
      PostgresServer copy = new PostgresServer(programs, major, settings, Optional.empty());
      try (Stream<Path> files = Files.walk(data())) {
        for (Path file : files.filter(f -> !f.equals(data())).toList()) {
          Files.copy(
              file,
              copy.data().resolve(data().relativize(file)),
              StandardCopyOption.COPY_ATTRIBUTES); // PostgreSQL insists on their permissions
        }
      }
      Files.createFile(copy.data().resolve("standby.signal"));
      copy.start();
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server again after {@link #stopImmediately()}; same port. */
  public void start() {
    process.start(port, settings);
    awaitAnswer();
  }

  /** The immediate shutdown: no checkpoint, sessions cut off, recovery at the next start. */
  public void stopImmediately() {
    process.end("QUIT");
  }

  /** The fast shutdown: sessions ended, checkpoint written. */
  public void stop() {
    process.end("INT");
  }

  /** A new database owned by a new login with a random password. */
  public TestDatabase createDatabase() {
    return createDatabase("db" + NAMES.incrementAndGet() + "_" + ProcessHandle.current().pid());
  }

  /** A new database of this name, owned by a login {@code <name>_owner}. */
  public TestDatabase createDatabase(String name) {
    String password = Long.toHexString(ThreadLocalRandom.current().nextLong());
    String owner = name + "_owner";
    admin().execute("CREATE ROLE \"" + owner + "\" LOGIN PASSWORD '" + password + "'");
    admin().execute("CREATE DATABASE \"" + name + "\" OWNER \"" + owner + "\"");
    return new TestDatabase("127.0.0.1", port, name, owner, password);
  }

  /** The superuser's view of the database {@code postgres}. */
  public TestDatabase admin() {
    return adminOf("postgres");
  }

  /** The superuser's view of one database. */
  public TestDatabase adminOf(String database) {
    return new TestDatabase("127.0.0.1", port, database, "postgres", "");
  }

  public int port() {
    return port;
  }

  public int major() {
    return major;
  }

  /** The data directory, to read the log or to break files. */
  public Path data() {
    return folder.data();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stopImmediately();
    }
    folder.delete();
  }

  private void awaitAnswer() {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (true) {
      try (var c = admin().connect()) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IllegalStateException("PostgreSQL did not start: " + process.log(), e);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  /** Below the ephemeral range, where another connection's own port could sit. */
  static int freePort() throws IOException {
    for (int i = 0; i < 200; i++) {
      int candidate = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken: another one
      }
    }
    throw new IOException("no free port between 15000 and 32000");
  }
}
