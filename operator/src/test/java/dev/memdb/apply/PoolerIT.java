package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.failed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.PgBouncer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PgBouncer: no lock is anybody's own behind it, so it is refused in every mode. */
class PoolerIT {
  @ParameterizedTest
  @CsvSource({
    // it refuses what it does not know
    "session,     extra_float_digits",
    "transaction, extra_float_digits",
    // it is told to look away: then only its process number gives it away
    "session,     'extra_float_digits, options'",
    "transaction, 'extra_float_digits, options'",
  })
  void isRefused(String mode, String ignored) {
    EngineFixture direct = EngineFixture.on(18).withFiles("V1__a.sql", "CREATE TABLE a (i int)");
    try (PgBouncer bouncer = PgBouncer.start(direct.database(), mode, ignored)) {
      EngineFixture pooled = direct.with(EngineFixture.endpoint(bouncer.pooled()));

      assertThat(stopped(pooled.run(), Reason.POOLER_REFUSED))
          .contains("is a connection pooler", "point the Secret at PostgreSQL itself");
      failed(pooled.look(), Reason.POOLER_REFUSED);
    }
    assertThat(direct.admin().column("SELECT 1 FROM pg_namespace WHERE nspname = 'memdb'"))
        .isEmpty();
  }
}
