package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.cancelled;
import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.migration.Version;
import dev.memdb.plan.Judgement;
import dev.memdb.testkit.OnEachPostgres;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A run judges what it is to apply, before it touches anything. */
class SafetyIT {
  private static final String TABLE = "CREATE TABLE t (id bigint PRIMARY KEY, name varchar(50))";
  private static final String[] UNSAFE = {
    "V1__table.sql", TABLE,
    "V2__column.sql", "ALTER TABLE t ADD COLUMN note text",
    "V3__index.sql", "-- slow\nCREATE INDEX t_note ON t (note)",
    "V4__more.sql", "CREATE TABLE more ()"
  };

  /** At version 1, with a row; three more are in the set. */
  private static EngineFixture inUse(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__table.sql", TABLE);
    done(engine.run(), "1");
    engine.database().execute("INSERT INTO t VALUES (1, 'a')");
    return engine.withFiles(UNSAFE);
  }

  @OnEachPostgres
  void nothingFromTheUnsafeVersionOnIsApplied(int major) {
    EngineFixture engine = inUse(major);

    done(engine.run(UnsafeDdl.BLOCK, new Trace()), "2");

    Trace trace = new Trace();
    String message = stopped(engine.run(UnsafeDdl.BLOCK, trace), Reason.UNSAFE_MIGRATION);
    assertThat(message)
        .startsWith("V3__index.sql:2: ")
        .contains("[require-concurrent-index-creation]", "CREATE INDEX CONCURRENTLY")
        .contains("Nothing from version 3 on is applied anywhere");
    assertThat(trace.steps()).isEmpty();
    assertThat(engine.history()).containsExactly("1", "2");
    assertThat(engine.facts().judgement().flatMap(Judgement::unsafe)).contains(Version.of("3"));
  }

  /** A foreign key without an index harms nobody today. */
  @OnEachPostgres
  void adviceOnTheDesignIsNoReasonToStop(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__orders.sql",
                "CREATE TABLE customers (id bigint PRIMARY KEY);"
                    + " CREATE TABLE orders (customer bigint REFERENCES customers)");
    Trace trace = new Trace();

    done(engine.run(UnsafeDdl.BLOCK, trace), "1");

    assertThat(trace.unsafe()).isEmpty();
  }

  @OnEachPostgres
  void warnAppliesAndTells(int major) {
    Trace trace = new Trace();

    done(inUse(major).run(UnsafeDdl.WARN, trace), "2", "3", "4");

    assertThat(trace.unsafe())
        .singleElement()
        .asString()
        .startsWith("V3__index.sql:2: ")
        .endsWith("It is applied all the same (safety.unsafeDDL: Warn).");
  }

  @OnEachPostgres
  void whatHasItsReasonIsApplied(int major) {
    EngineFixture engine = inUse(major);
    String[] files = UNSAFE.clone();
    files[5] = "-- memdb:allow require-concurrent-index-creation three rows\n" + files[5];

    done(engine.withFiles(files).run(UnsafeDdl.BLOCK, new Trace()), "2", "3", "4");
    // from nothing nobody needs the reason, which is no reason to stop
    done(
        EngineFixture.on(major).withFiles(files).run(UnsafeDdl.BLOCK, new Trace()),
        "1",
        "2",
        "3",
        "4");
  }

  /** As the catalogs have it: autovacuum, or ANALYZE, counts the pages. */
  @OnEachPostgres
  void aSmallTableIsReadInAMoment(int major) {
    EngineFixture engine = inUse(major);
    engine.database().execute("ANALYZE t");

    assertThat(engine.facts().judgement().flatMap(Judgement::unsafe)).isEmpty();

    engine.database().execute("INSERT INTO t SELECT g, 'b' FROM generate_series(2, 1000) g");
    awaitUnsafe(engine, Optional.of(Version.of("3")));

    engine.database().execute("ANALYZE t");
    awaitUnsafe(engine, Optional.empty());
    done(engine.run(UnsafeDdl.BLOCK, new Trace()), "2", "3", "4");
  }

  /** 14 collects statistics after half a second. */
  private static void awaitUnsafe(EngineFixture engine, Optional<Version> version) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(engine.facts().judgement().flatMap(Judgement::unsafe))
                    .isEqualTo(version));
  }

  /** What the first run makes is new: nobody waits for it. */
  @OnEachPostgres
  void fromNothingAllOfItIsHarmless(int major) {
    Trace trace = new Trace();

    done(EngineFixture.on(major).withFiles(UNSAFE).run(UnsafeDdl.BLOCK, trace), "1", "2", "3", "4");

    assertThat(trace.unsafe()).isEmpty();
  }

  /** Also when it does not come to its end at the first try. */
  @OnEachPostgres
  void itIsHarmlessWhenItGoesOnAfterAFailure(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles(UNSAFE);
    Trace interrupted = new Trace().before("V3__index.sql:2", RunControl::stop);
    cancelled(engine.run(UnsafeDdl.BLOCK, interrupted), "1", "2");

    assertThat(engine.facts().judgement().flatMap(Judgement::unsafe)).isEmpty();
    done(engine.run(UnsafeDdl.BLOCK, new Trace()), "3", "4");
  }

  @OnEachPostgres
  void historyIsNotJudged(int major) {
    EngineFixture engine = inUse(major);
    done(engine.run(UnsafeDdl.WARN, new Trace()), "2", "3", "4");

    assertThat(engine.facts().judgement()).isEmpty();
    done(engine.run(UnsafeDdl.BLOCK, new Trace()));
  }

  /** While nothing changes nothing is judged again; when the schema does, it is. */
  @OnEachPostgres
  void aJudgementIsRemembered(int major) {
    EngineFixture engine = inUse(major);
    Optional<Judgement> first = engine.facts().judgement();

    assertThat(engine.facts().judgement().orElseThrow()).isSameAs(first.orElseThrow());

    engine.database().execute("CREATE TABLE other ()");
    assertThat(engine.facts().judgement().orElseThrow())
        .isNotSameAs(first.orElseThrow())
        .isEqualTo(first.orElseThrow());
  }

  /** A message is for a condition, which nobody reads to the end when it is long. */
  @OnEachPostgres
  void manyFindingsAreCounted(int major) {
    EngineFixture engine = inUse(major);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      many.append("CREATE INDEX i%d ON t (id, %s);\n".formatted(i, "name, ".repeat(30) + "id"));
    }

    String message =
        stopped(
            engine
                .withFiles("V1__table.sql", TABLE, "V2__many.sql", many.toString())
                .run(UnsafeDdl.BLOCK, new Trace()),
            Reason.UNSAFE_MIGRATION);

    assertThat(message).contains("V2__many.sql:1: ", "V2__many.sql:2: ", "And 498 more.");
    assertThat(message.length()).isLessThan(1000);
  }
}
