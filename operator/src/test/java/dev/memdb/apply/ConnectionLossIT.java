package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TcpProxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The network between operator and database fails, at the worst moments. */
class ConnectionLossIT {
  private static final String ONE = "CREATE TABLE t (i int)";
  private static final String COMMIT = "COMMIT\0"; // the whole of a simple query

  @OnEachPostgres
  void cutInTheMiddleOfAFile(int major) {
    EngineFixture engine = EngineFixture.on(major);
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      EngineFixture slow =
          engine.through(proxy).withFiles("V1__t.sql", ONE + ";\nSELECT pg_sleep(60)");
      CompletableFuture<RunResult> run = slow.start(new Trace());
      slow.awaitQuery("pg_sleep");
      proxy.cut();

      String message = postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);

      assertThat(message).startsWith("V1__t.sql:2: ").contains("SQLSTATE 08006");
      // the server ends the orphan by itself, well before its statement would end
      done(engine.withFiles("V1__t.sql", ONE).run(), "1");
    }
  }

  /** Nobody knows at first whether it is committed: the history does. */
  @OnEachPostgres
  void cutAtCommitAfterItWasDelivered(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__t.sql", ONE);
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      Trace trace = new Trace().before("V1__t.sql:1", () -> proxy.cutAt(COMMIT, true));

      postponed(engine.through(proxy).run(trace), Reason.TRANSIENT_FAILURE_RETRYING);

      engine.awaitValue("SELECT version FROM memdb.history");
      done(engine.run());
      assertThat(engine.history()).containsExactly("1");
      assertThat(engine.steps()).containsExactly("1 applied");
    }
  }

  @OnEachPostgres
  void cutAtCommitBeforeItWasDelivered(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__t.sql", ONE);
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      Trace trace = new Trace().before("V1__t.sql:1", () -> proxy.cutAt(COMMIT, false));

      postponed(engine.through(proxy).run(trace), Reason.TRANSIENT_FAILURE_RETRYING);

      done(engine.run(), "1");
      assertThat(engine.steps()).containsExactly("1 applied");
    }
  }

  /** No packet arrives any more, and none says so: without the watch, TCP waits for hours. */
  @OnEachPostgres
  void theNetworkFallsSilent(int major) {
    EngineFixture engine = EngineFixture.on(major).withLease(Duration.ofSeconds(3));
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      EngineFixture slow =
          engine.through(proxy).withFiles("V1__t.sql", ONE + ";\nSELECT pg_sleep(60)");
      CompletableFuture<RunResult> run = slow.start(new Trace());
      slow.awaitQuery("pg_sleep");
      proxy.silence();

      // for the server the holder is still there: its lease is what ends it
      Trace trace = new Trace();
      done(engine.withFiles("V1__t.sql", ONE).run(trace), "1");

      assertThat(trace.notes()).singleElement().asString().contains("without a sign of life");
      String message = postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);
      assertThat(message).startsWith("V1__t.sql:2: ");
      assertThat(engine.history()).containsExactly("1");
    }
  }
}
