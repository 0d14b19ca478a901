package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.failed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.ledger.Claim;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;

/** Whose database it is. Who judges a foreign claim is tested elsewhere; here, what follows. */
class ClaimIT {
  private static final Claim STAGING = new Claim("cluster", "ai/recall", "staging", null);
  private static final Claim PRODUCTION = new Claim("cluster", "ai/recall", "production", null);
  private static final String CLAIM =
      "SELECT concat_ws(' ', cluster, resource, environment) FROM memdb.claim";

  private static final String A = "CREATE TABLE a (i int)";
  private static final String B = "CREATE TABLE b (i int)";

  @OnEachPostgres
  void belongsToWhoeverCouldWriteItFirst(int major) {
    EngineFixture engine = staging(major);

    assertThat(engine.admin().value(CLAIM)).isEqualTo("cluster ai/recall staging");
    done(engine.run());
  }

  @OnEachPostgres
  void twoEntriesForOneDatabase(int major) {
    EngineFixture other = more(staging(major)).with(PRODUCTION, judge(ClaimArbiter.Kind.MISMATCH));

    assertThat(stopped(other.run(), Reason.ENVIRONMENT_MISMATCH)).isEqualTo("judged");
    assertThat(failed(other.look(), Reason.ENVIRONMENT_MISMATCH)).isEqualTo("judged");

    assertThat(other.history()).containsExactly("1");
    assertThat(other.admin().value(CLAIM)).isEqualTo("cluster ai/recall staging");
  }

  @OnEachPostgres
  void anOwnerThatCannotBeAsked(int major) {
    EngineFixture other = more(staging(major)).with(PRODUCTION, judge(ClaimArbiter.Kind.UNKNOWN));

    stopped(other.run(), Reason.CLAIMED_ELSEWHERE);
    failed(other.look(), Reason.CLAIMED_ELSEWHERE);

    assertThat(other.history()).containsExactly("1");
  }

  /** Staging restored from production: the claim came along. */
  @OnEachPostgres
  void aCopyIsClaimedAnewAndSaysSo(int major) {
    EngineFixture original = staging(major);
    EngineFixture copy = copy(major, original).with(PRODUCTION, judge(ClaimArbiter.Kind.COPY));
    Trace trace = new Trace();

    done(more(copy).run(trace), "2");

    assertThat(trace.notes())
        .containsExactly("this database is a copy: it is claimed for production");
    assertThat(copy.admin().value(CLAIM)).isEqualTo("cluster ai/recall production");
    assertThat(copy.history()).containsExactly("1", "2");
    assertThat(original.admin().value(CLAIM)).isEqualTo("cluster ai/recall staging");
    assertThat(original.history()).containsExactly("1");
  }

  /** Also when it is at the target already: else nobody would ever claim it. */
  @OnEachPostgres
  void aCopyThatNeedsNothingElseIsClaimedAnew(int major) {
    EngineFixture copy =
        copy(major, staging(major)).with(PRODUCTION, judge(ClaimArbiter.Kind.COPY));

    done(copy.run());

    assertThat(copy.admin().value(CLAIM)).isEqualTo("cluster ai/recall production");
  }

  /** No version is missing; it is claimed, and nothing else is done. */
  @OnEachPostgres
  void aClaimThatIsGoneIsMadeAgainByARunNotByALook(int major) {
    EngineFixture engine = staging(major);
    engine.admin().execute("DELETE FROM memdb.claim");
    String all =
        "SELECT concat_ws(' ', (SELECT count(*) FROM memdb.run), (SELECT count(*) FROM memdb.step),"
            + " (SELECT count(*) FROM memdb.history), (SELECT recorded_at FROM memdb.expected))";
    String before = engine.admin().value(all);

    assertThat(engine.facts().claimed()).isFalse();
    assertThat(engine.admin().column(CLAIM)).isEmpty();
    Trace trace = new Trace();
    RunResult.Done result = done(engine.run(trace));

    assertThat(result.facts().orElseThrow().claimed()).isTrue();
    assertThat(engine.admin().value(CLAIM)).isEqualTo("cluster ai/recall staging");
    assertThat(engine.admin().value(all)).isEqualTo(before);
    assertThat(trace.notes())
        .containsExactly("its claim was gone: it is claimed again for staging");
  }

  /** Another one was quicker: the run that wanted it back writes nothing. */
  @OnEachPostgres
  void aClaimThatAnotherMadeMeanwhileIsNotTakenBack(int major) {
    EngineFixture engine = staging(major);
    engine.admin().execute("DELETE FROM memdb.claim");
    done(engine.with(PRODUCTION, engine.arbiter()).run());

    EngineFixture owner =
        engine.with(
            STAGING,
            (found, self, here) -> {
              assertThat(found.sameOwner(PRODUCTION)).isTrue();
              return new ClaimArbiter.Ruling(ClaimArbiter.Kind.MISMATCH, "judged");
            });
    failed(owner.look(), Reason.ENVIRONMENT_MISMATCH);
    stopped(owner.run(), Reason.ENVIRONMENT_MISMATCH);

    assertThat(owner.admin().value(CLAIM)).isEqualTo("cluster ai/recall production");
  }

  private static EngineFixture staging(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    done(engine.run(), "1");
    return engine;
  }

  private static EngineFixture more(EngineFixture engine) {
    return engine.withFiles("V1__a.sql", A, "V2__b.sql", B);
  }

  private static EngineFixture copy(int major, EngineFixture original) {
    PostgresServer server = PostgresServer.shared(major);
    TestDatabase from = original.database();
    String name = from.name() + "_copy";
    original.awaitValue(
        "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '"
            + from.name()
            + "' AND pid <> pg_backend_pid())");
    server
        .admin()
        .execute(
            "CREATE DATABASE %s TEMPLATE %s OWNER %s".formatted(name, from.name(), from.user()));
    TestDatabase copy =
        new TestDatabase(from.host(), from.port(), name, from.user(), from.password());
    return EngineFixture.of(copy, server.adminOf(name)).with(original.set());
  }

  private static ClaimArbiter judge(ClaimArbiter.Kind kind) {
    return (found, self, here) -> {
      assertThat(found.sameOwner(STAGING)).isTrue();
      return new ClaimArbiter.Ruling(kind, "judged");
    };
  }
}
