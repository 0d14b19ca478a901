package dev.memdb.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code memdb lint --connection}: the database is asked instead of guessed at. */
class LiveLintIT {
  @TempDir Path dir;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int lint(TestDatabase database) throws IOException {
    Path secret = Files.createDirectories(dir.resolve("secret"));
    Map<String, String> keys =
        Map.of(
            "host", database.host(),
            "port", Integer.toString(database.port()),
            "dbname", database.name(),
            "username", database.user(),
            "password", database.password());
    for (Map.Entry<String, String> key : keys.entrySet()) {
      Files.writeString(secret.resolve(key.getKey()), key.getValue());
    }
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(new LintCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(
            "--connection",
            secret.toString(),
            "--tls",
            "disable",
            "--schemas",
            "public,memory",
            dir.resolve("files").toString());
  }

  private void file(String name, String sql) throws IOException {
    Files.writeString(Files.createDirectories(dir.resolve("files")).resolve(name), sql);
  }

  /** Nothing in the files says what the column is. */
  @OnEachPostgres
  void aTypeChangeIsFreeOrNotByWhatTheColumnIs(int major) throws IOException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    database.execute("CREATE TABLE t (id int PRIMARY KEY, name varchar(50), n int)");
    file("V2__free.sql", "ALTER TABLE t ALTER COLUMN name TYPE text");

    assertThat(lint(database)).as(out.toString()).isZero();

    file("V3__rewrite.sql", "ALTER TABLE t ALTER COLUMN n TYPE bigint");
    assertThat(lint(database)).isEqualTo(1);
    assertThat(out.toString())
        .contains("V3__rewrite.sql:1:", "[changing-column-type]")
        .doesNotContain("V2__free.sql:");
  }

  @OnEachPostgres
  void onASmallTableItIsANotice(int major) throws IOException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    database.execute(
        """
        CREATE TABLE plans (id int PRIMARY KEY, kind text);
        INSERT INTO plans SELECT g, 'free' FROM generate_series(1, 40) g;
        CREATE TABLE memories (id int PRIMARY KEY, plan int, content text);
        INSERT INTO memories SELECT g, 1, repeat('x', 500) FROM generate_series(1, 3000) g;
        ANALYZE plans, memories
        """);
    file("V2__small.sql", "CREATE INDEX ON plans (kind)");
    file("V3__more.sql", "UPDATE plans SET kind = 'pro'");

    assertThat(lint(database)).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("V2__small.sql:1:1: notice: CREATE INDEX", "The table is small here")
        .contains("V3__more.sql:1:1: notice: UPDATE without WHERE");

    file("V4__large.sql", "CREATE INDEX ON memories (plan)");
    assertThat(lint(database)).isEqualTo(1);
    assertThat(out.toString()).contains("V4__large.sql:1:1: error: CREATE INDEX");
  }

  /** Checking it may read the other table as a whole. */
  @OnEachPostgres
  void aForeignKeyIsBriefOnlyBetweenSmallTables(int major) throws IOException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    database.execute(
        """
        CREATE TABLE plans (id int PRIMARY KEY, parent int);
        CREATE INDEX ON plans (parent);
        CREATE TABLE memories (id int PRIMARY KEY, content text);
        INSERT INTO memories SELECT g, repeat('x', 500) FROM generate_series(1, 3000) g;
        ANALYZE plans, memories
        """);
    file("V2__a.sql", "ALTER TABLE plans ADD CONSTRAINT a FOREIGN KEY (parent) REFERENCES plans");
    assertThat(lint(database)).as(out.toString()).isZero();

    file("V3__b.sql", "ALTER TABLE plans ADD CONSTRAINT b FOREIGN KEY (id) REFERENCES memories");
    assertThat(lint(database)).isEqualTo(1);
    assertThat(out.toString()).contains("V3__b.sql:1:");
  }

  @OnEachPostgres
  void aNameIsLookedForInTheGivenSchemas(int major) throws IOException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    database.execute("CREATE SCHEMA memory; CREATE TABLE memory.m (id int, name varchar(50))");
    file("V2__free.sql", "ALTER TABLE m ALTER COLUMN name TYPE text");

    assertThat(lint(database)).as(out.toString()).isZero();
  }

  @OnEachPostgres
  void whatFlywayHasAppliedIsHistory(int major) throws IOException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    database.execute(
        """
        CREATE TABLE t (id int PRIMARY KEY);
        CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),
          description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL,
          checksum int, installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),
          execution_time int NOT NULL, success bool NOT NULL);
        INSERT INTO flyway_schema_history VALUES (1, '1', 'a', 'SQL', 'V1__a.sql', 0, 'me', now(), 1, true)\
        """);
    file("V1__a.sql", "CREATE INDEX a ON t (id)");
    file("V2__b.sql", "CREATE INDEX b ON t (id)");

    assertThat(lint(database)).isEqualTo(1);
    assertThat(out.toString()).contains("V2__b.sql:1:1: error").doesNotContain("V1__a.sql:");
  }

  @OnEachPostgres
  void aDatabaseThatCannotBeReachedEndsWith2(int major) throws IOException {
    TestDatabase there = PostgresServer.shared(major).createDatabase();
    file("V1__a.sql", "SELECT 1");

    assertThat(
            lint(
                new TestDatabase(
                    there.host(), there.port(), "nowhere", there.user(), there.password())))
        .isEqualTo(2);
    assertThat(err.toString()).startsWith("memdb lint: There is no database of this name");
  }
}
