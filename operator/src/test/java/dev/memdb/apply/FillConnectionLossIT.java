package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.cancelled;
import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.backfill.BackfillState;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.Connections;
import dev.memdb.testkit.OnEachPostgres;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who fills rows loses its connection in the middle of a batch. Every lease lasts an hour here:
 * whoever waited for its own would not come to an end.
 */
class FillConnectionLossIT {
  private static final String FILL = "V3__fill_length.backfill.yaml";

  /** The first batch, and nothing else, ends its own backend before it is committed. */
  private static final String LOSES_ITSELF =
      """
      CREATE SEQUENCE memdb.once;
      CREATE FUNCTION memdb.lose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        NEW.lease_until := NEW.lease_until + interval '1 h';
        IF NEW.batches > OLD.batches AND nextval('memdb.once') = 1 THEN
          PERFORM pg_terminate_backend(pg_backend_pid());
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER lose BEFORE UPDATE ON memdb.backfill_segment
        FOR EACH ROW EXECUTE FUNCTION memdb.lose();
      """;

  private static final String HELD =
      "SELECT status = 'running' AND lease_until > now() + interval '30 min' FROM memdb.backfill_segment";

  private static EngineFixture engine(int major) {
    return EngineFixture.on(major)
        .withFiles(
            "V1__t.sql",
            "CREATE TABLE t (id bigint PRIMARY KEY, body text NOT NULL);"
                + " INSERT INTO t SELECT i, repeat('x', 50) FROM generate_series(1, 5000) i",
            "V2__expand.sql",
            """
            ALTER TABLE t ADD COLUMN length int;
            CREATE FUNCTION fill_length() RETURNS trigger LANGUAGE plpgsql
              SET search_path = pg_catalog AS
              $$ BEGIN NEW.length := length(NEW.body); RETURN NEW; END $$;
            CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE ON t
              FOR EACH ROW EXECUTE FUNCTION fill_length();
            ALTER TABLE t ENABLE ALWAYS TRIGGER zzzz_fill;
            """,
            FILL,
            "table: public.t\nset: {length: \"length(body)\"}\n");
  }

  @OnEachPostgres
  void theOperatorDoesNotWaitForItsOwnLease(int major) {
    EngineFixture engine = engine(major);
    Trace trace =
        new Trace().before(FILL + ", filling", () -> engine.admin().execute(LOSES_ITSELF));

    postponed(engine.run(trace), Reason.TRANSIENT_FAILURE_RETRYING, "1", "2");

    assertThat(engine.admin().value(HELD)).isEqualTo("t");
    done(engine.run(), "3");
  }

  @OnEachPostgres
  void aPodDoesNotWaitForItsOwnLease(int major) {
    EngineFixture engine = engine(major);
    Trace prepared = new Trace().before(FILL + ", filling", RunControl::stop);
    cancelled(engine.run(prepared), "1", "2");
    engine.admin().execute(LOSES_ITSELF);
    List<String> waited = new CopyOnWriteArrayList<>();
    PodWorker.Told told =
        new PodWorker.Told() {
          @Override
          public void progress(BackfillState state) {}

          @Override
          public void waits(String why) {
            waited.add(why + " " + engine.admin().value(HELD));
          }
        };

    PodWorker.End end =
        new PodWorker(new Connections(new AddressPolicy(true)), engine::endpoint, "3", "pod", told)
            .work();

    assertThat(end).isInstanceOf(PodWorker.End.Filled.class);
    assertThat(waited)
        .singleElement()
        .asString()
        .contains("terminating connection due to administrator command")
        .endsWith(" t");
    done(engine.run(), "3");
  }
}
