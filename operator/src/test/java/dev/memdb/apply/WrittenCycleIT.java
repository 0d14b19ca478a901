package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.cli.NewCommand;
import dev.memdb.migration.Version;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code memdb new backfill} writes, through a real database, with writers beside it. */
class WrittenCycleIT {
  private static final String EXPRESSION = "least(1.0, length(content) / 100.0)";

  @TempDir Path dir;

  private EngineFixture engine(int major) throws IOException {
    return engine(major, "--set", "importance=" + EXPRESSION, "--type", "real");
  }

  private EngineFixture engine(int major, String... columns) throws IOException {
    Files.writeString(
        dir.resolve("V1__memories.sql"),
        "CREATE TABLE memories (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, content text NOT NULL,"
            + " seen int NOT NULL DEFAULT 0); CREATE INDEX ON memories (content);"
            + " INSERT INTO memories (content) SELECT repeat('x', i % 150) FROM generate_series(1, 20000) i");
    List<String> arguments =
        new ArrayList<>(List.of("backfill", "--table", "public.memories", "--dir", dir.toString()));
    arguments.addAll(List.of(columns));
    int exit =
        new CommandLine(new NewCommand())
            .setOut(new PrintWriter(Writer.nullWriter()))
            .execute(arguments.toArray(String[]::new));
    assertThat(exit).isZero();
    List<String> namesAndTexts = new ArrayList<>();
    try (Stream<Path> files = Files.list(dir)) {
      for (Path file : files.toList()) {
        namesAndTexts.add(file.getFileName().toString());
        namesAndTexts.add(Files.readString(file));
      }
    }
    return EngineFixture.on(major).withFiles(namesAndTexts.toArray(String[]::new));
  }

  @OnEachPostgres
  void noWriterFailsAndNoRowIsWrong(int major) throws Exception {
    EngineFixture engine = engine(major);
    done(engine.run(Version.of("1"), new Trace()), "1");
    Writers writers = new Writers(engine.database());
    Trace trace = new Trace();

    done(engine.run(Version.of("6"), trace), "2", "3", "4", "5", "6");

    writers.stop();
    assertThat(writers.written.get()).isPositive();
    assertThat(trace.notes()).as("the preflight has nothing to say").isEmpty();
    assertThat(
            engine
                .admin()
                .value(
                    "SELECT count(*) FROM memories WHERE importance IS DISTINCT FROM ("
                        + EXPRESSION
                        + ")::real"))
        .isEqualTo("0");
    assertThat(
            engine
                .admin()
                .value(
                    "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'memories'::regclass"
                        + " AND attname = 'importance'"))
        .isEqualTo("t");
    assertThat(
            engine
                .admin()
                .column(
                    "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0 AND connamespace = 'public'::regnamespace"))
        .isEmpty();
    assertThat(engine.facts().differences()).isZero();
  }

  @OnEachPostgres
  void severalColumnsAreFilledTogether(int major) throws Exception {
    EngineFixture engine =
        engine(
            major,
            "--set",
            "importance=" + EXPRESSION,
            "--set",
            "shape=md5(content)::uuid",
            "--type",
            "importance=real",
            "--type",
            "shape=uuid");
    done(engine.run(Version.of("1"), new Trace()), "1");
    Writers writers = new Writers(engine.database());
    Trace trace = new Trace();

    done(engine.run(Version.of("6"), trace), "2", "3", "4", "5", "6");

    writers.stop();
    assertThat(trace.notes()).as("the preflight has nothing to say").isEmpty();
    assertThat(
            engine
                .admin()
                .value(
                    "SELECT count(*) FROM memories WHERE shape IS DISTINCT FROM md5(content)::uuid"
                        + " OR importance IS DISTINCT FROM ("
                        + EXPRESSION
                        + ")::real"))
        .isEqualTo("0");
    assertThat(
            engine
                .admin()
                .column(
                    "SELECT attname FROM pg_attribute WHERE attrelid = 'memories'::regclass AND attnotnull"
                        + " AND attnum > 3 ORDER BY 1"))
        .containsExactly("importance", "shape");
    assertThat(engine.facts().differences()).isZero();
    done(engine.run(), "7");
    assertThat(engine.admin().column("SELECT proname FROM pg_proc WHERE proname LIKE 'fill%'"))
        .isEmpty();
  }

  /** The row is named once, and the column that could be computed for new rows has its value. */
  @OnEachPostgres
  void whereOneColumnFailsTheOtherIsKeptByItsOwnTrigger(int major) throws Exception {
    EngineFixture engine =
        engine(
            major,
            "--set",
            "importance=" + EXPRESSION,
            "--set",
            "inverse=1000 / length(content)",
            "--type",
            "importance=real",
            "--type",
            "inverse=int");
    done(engine.run(Version.of("1"), new Trace()), "1");
    engine.database().execute("DELETE FROM memories WHERE content = ''");
    done(engine.run(Version.of("2"), new Trace()), "2");
    engine.database().execute("INSERT INTO memories (content) VALUES ('')");

    String message = stopped(engine.run(), Reason.BACKFILL_INCOMPLETE);

    assertThat(message).contains("1 row(s) could not be filled", "22012");
    assertThat(
            engine
                .admin()
                .column(
                    "SELECT importance || ' ' || (inverse IS NULL) FROM memories WHERE content = ''"))
        .containsExactly("0 true");
    engine.database().execute("UPDATE memories SET content = 'mended' WHERE content = ''");
    done(engine.withRequest("again").run(), "3", "4", "5", "6", "7");
  }

  @OnEachPostgres
  void theLastVersionLeavesNothingBehind(int major) throws Exception {
    EngineFixture engine = engine(major);

    done(engine.run(), "1", "2", "3", "4", "5", "6", "7");

    assertThat(
            engine
                .admin()
                .column(
                    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'memories'::regclass"))
        .isEmpty();
    assertThat(engine.admin().column("SELECT proname FROM pg_proc WHERE proname LIKE 'fill%'"))
        .isEmpty();
  }

  /**
   * Sessions of an application: they insert, change what the value is made of, and other things.
   */
  private static final class Writers {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong written = new AtomicLong();
    private final List<CompletableFuture<Void>> sessions = new ArrayList<>();

    Writers(TestDatabase database) {
      for (int seed = 0; seed < 2; seed++) {
        Random random = new Random(seed);
        sessions.add(CompletableFuture.runAsync(() -> work(database, random)));
      }
      Awaitility.await().until(() -> written.get() > 10);
    }

    private void work(TestDatabase database, Random random) {
      List<String> statements =
          List.of(
              "INSERT INTO memories (content) SELECT repeat('y', ?::int)",
              "UPDATE memories SET content = content || 'z' WHERE id = ?",
              "UPDATE memories SET seen = seen + 1 WHERE id = ?",
              "DELETE FROM memories WHERE id = ?");
      try (Connection c = database.connect()) {
        while (!stopped.get()) {
          try (PreparedStatement s =
              c.prepareStatement(statements.get(random.nextInt(statements.size())))) {
            s.setInt(1, random.nextInt(20_000));
            written.addAndGet(s.executeUpdate());
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Fails when one of them has. */
    void stop() {
      stopped.set(true);
      sessions.forEach(CompletableFuture::join);
    }
  }
}
