package dev.memdb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A real PgBouncer in front of one database, where it is installed. */
public final class PgBouncer implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final TestDatabase pooled;

  private PgBouncer(Process process, Path folder, TestDatabase pooled) {
    this.process = process;
    this.folder = folder;
    this.pooled = pooled;
  }

  /**
   * Starts one; aborts the test, in one line, where there is none to start.
   *
   * @param mode {@code session} or {@code transaction}
   * @param ignored startup parameters that it passes over instead of refusing them; may be empty
   */
  public static PgBouncer start(TestDatabase database, String mode, String ignored) {
    try {
      Path folder = Files.createTempDirectory("memdb-pgbouncer");
      int port = PostgresServer.freePort();
      Files.writeString(
          folder.resolve("users.txt"),
          "\"%s\" \"%s\"\n".formatted(database.user(), database.password()));
      Path settings =
          Files.writeString(
              folder.resolve("pgbouncer.ini"),
              """
              [databases]
              %s = host=%s port=%d
              [pgbouncer]
              listen_addr = 127.0.0.1
              listen_port = %d
              unix_socket_dir =
              auth_type = scram-sha-256
              auth_file = users.txt
              pool_mode = %s
              ignore_startup_parameters = %s
              """
                  .formatted(
                      database.name(), database.host(), database.port(), port, mode, ignored));
      Process process =
          PostgresProcess.asUser(List.of(program(), settings.toString()))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      PgBouncer bouncer =
          new PgBouncer(
              process,
              folder,
              new TestDatabase(
                  "127.0.0.1", port, database.name(), database.user(), database.password()));
      bouncer.awaitAnswer();
      return bouncer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program() {
    return Stream.concat(Stream.of("/usr/sbin"), Stream.of(System.getenv("PATH").split(":", -1)))
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseGet(
            () ->
                Assumptions.abort(
                    "pgbouncer is not installed: apt-get install pgbouncer to run this test"));
  }

  /** The database, through the pooler. */
  public TestDatabase pooled() {
    return pooled;
  }

  private void awaitAnswer() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(this::answers);
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(folder.resolve("log")));
    }
    Properties properties = new Properties();
    properties.setProperty("user", pooled.user());
    properties.setProperty("password", pooled.password());
    // its own words for parameters that it does not know count as an answer
    try (var c = DriverManager.getConnection(pooled.url(), properties)) {
      return c.isValid(1);
    } catch (SQLException e) {
      return String.valueOf(e.getMessage()).contains("unsupported startup parameter");
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
