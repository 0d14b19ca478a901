package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.failed;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.postgres.Endpoint;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.util.Map;

/** A standby cannot be migrated; once it is promoted it can. */
class StandbyIT {
  @OnEachPostgres
  void waitsForThePromotion(int major) {
    try (PostgresServer primary = PostgresServer.start(major, Map.of("fsync", "off"))) {
      EngineFixture before =
          EngineFixture.on(primary).withFiles("V1__a.sql", "CREATE TABLE a (i int)");
      done(before.run(), "1");
      primary.stop();
      try (PostgresServer standby = primary.standby()) {
        EngineFixture engine =
            before
                .with(at(standby.port(), before.endpoint()))
                .withFiles(
                    "V1__a.sql", "CREATE TABLE a (i int)", "V2__b.sql", "CREATE TABLE b (i int)");

        String message = postponed(engine.run(), Reason.NOT_PRIMARY);
        assertThat(message).contains("is a standby", "Point the Secret at the primary");
        assertThat(failed(engine.look(), Reason.NOT_PRIMARY)).isEqualTo(message);

        standby.admin().value("SELECT pg_promote()");
        done(engine.run(), "2");
      }
    }
  }

  private static Endpoint at(int port, Endpoint e) {
    return new Endpoint(e.host(), port, e.database(), e.user(), e.password(), e.tls());
  }
}
