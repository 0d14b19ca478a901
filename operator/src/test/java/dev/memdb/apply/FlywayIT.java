package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.database.DatabaseTypeRegister;
import org.junit.jupiter.api.io.TempDir;

/** Flyway inside the engine: our plugin is what it uses, and any other Flyway agrees with us. */
class FlywayIT {
  @OnEachPostgres
  void usesThePluginForOurConnectionsOnly(int major) throws Exception {
    EngineFixture engine = EngineFixture.on(major);
    var configuration = Flyway.configure();
    try (Connection plain = engine.database().connect()) {
      Connection ours = new FencedDataSource(plain, () -> "").getConnection();

      assertThat(DatabaseTypeRegister.getDatabaseTypeForConnection(ours, configuration))
          .isInstanceOf(FencedPostgres.class);
      assertThat(DatabaseTypeRegister.getDatabaseTypeForConnection(plain, configuration))
          .isNotInstanceOf(FencedPostgres.class);
    }
  }

  /** Flyway's own way takes 17 to 22 for each. */
  @OnEachPostgres
  void aFileOfOneStatementTakesFewRoundTrips(int major) {
    int few = roundTrips(major, 5);
    int many = roundTrips(major, 25);

    // two; now and then the session beside the run asks as well
    assertThat((many - few) / 20.0).isLessThan(2.5);
  }

  private static int roundTrips(int major, int files) {
    List<String> set = new ArrayList<>();
    for (int i = 1; i <= files; i++) {
      set.addAll(List.of("V" + i + "__t.sql", "CREATE TABLE t" + i + " (i int)"));
    }
    EngineFixture engine = EngineFixture.on(major).withFiles(set.toArray(String[]::new));
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      assertThat(engine.through(proxy).run()).isInstanceOf(RunResult.Done.class);
      return proxy.roundTrips();
    }
  }

  @OnEachPostgres
  void anotherFlywayFindsNothingToDo(int major, @TempDir Path folder) throws IOException {
    List<String> files =
        List.of(
            "V1__t.sql",
            "CREATE TABLE t (i int);\r\nINSERT INTO t VALUES (1);\r\n",
            "V1.1__ümlaut_and_dots.sql",
            "\uFEFF-- with a byte order mark\nCREATE TABLE u (i int);\n\n",
            "V2__index.sql",
            "CREATE INDEX CONCURRENTLY t_i ON t (i)");
    EngineFixture engine = EngineFixture.on(major).withFiles(files.toArray(String[]::new));
    done(engine.run(), "1", "1.1", "2");
    for (int i = 0; i < files.size(); i += 2) {
      Files.writeString(folder.resolve(files.get(i)), files.get(i + 1));
    }

    Flyway theirs =
        Flyway.configure()
            .dataSource(
                engine.database().url(), engine.database().user(), engine.database().password())
            .locations("filesystem:" + folder)
            .schemas("memdb")
            .table("history")
            .load();

    assertThat(theirs.validateWithResult().validationSuccessful).isTrue();
    assertThat(theirs.info().pending()).isEmpty();
    assertThat(theirs.migrate().migrationsExecuted).isZero();
  }
}
