package dev.memdb.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Staging and production for the demo: two PostgreSQL servers that live as long as this process,
 * which ends with the one that started it.
 *
 * <p>Argument: a file that is written for a shell to source once both answer.
 */
public final class PostgresMain {
  private static final int NEWEST = 18;

  private PostgresMain() {}

  public static void main(String[] args) throws IOException {
    PostgresServer staging = PostgresServer.start(NEWEST, Map.of());
    PostgresServer production = PostgresServer.start(NEWEST, Map.of());
    String text = describe("STAGING", staging) + describe("PRODUCTION", production);
    Path file = Path.of(args[0]);
    Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".part"), text);
    Files.move(written, file);
    // until it is told to stop, or whoever started it is gone; the servers end with it
    ProcessHandle.current().parent().orElseThrow().onExit().join();
  }

  private static String describe(String name, PostgresServer server) {
    TestDatabase database = server.createDatabase("recall");
    return """
        %1$s_HOST=%2$s
        %1$s_PORT=%3$d
        %1$s_USER=%4$s
        %1$s_PASSWORD=%5$s
        %1$s_URL='jdbc:postgresql://%2$s:%3$d/recall?user=%4$s&password=%5$s'
        """
        .formatted(name, database.host(), database.port(), database.user(), database.password());
  }
}
