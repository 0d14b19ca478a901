package dev.memdb.apply;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.ledger.Claim;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.Sighting;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TcpProxy;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;

/**
 * The engine and a database of its own: runs and looks as the operator does them. Immutable; {@code
 * with…} gives a changed copy.
 *
 * @param admin the superuser's view of the database
 * @param limits short ones, so that tests do not wait
 */
record EngineFixture(
    TestDatabase database,
    TestDatabase admin,
    Endpoint endpoint,
    Claim self,
    MigrationSet set,
    Limits limits,
    DriftPolicy onDrift,
    Canon canon,
    String request,
    ClaimArbiter arbiter,
    Databases databases) {

  /** Long enough for the watch beside a run to see a blocker on a busy machine. */
  static final Limits LIMITS =
      new Limits(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(20));

  private static final ScheduledExecutorService WATCHERS =
      Executors.newScheduledThreadPool(
          4,
          work -> {
            Thread thread = new Thread(work, "watch");
            thread.setDaemon(true);
            return thread;
          });

  private static final ExecutorService RUNS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "run");
            thread.setDaemon(true);
            return thread;
          });

  /** A new database on the shared server. */
  static EngineFixture on(int major) {
    return on(PostgresServer.shared(major));
  }

  /** A new database on a server. */
  static EngineFixture on(PostgresServer server) {
    TestDatabase database = server.createDatabase();
    return of(database, server.adminOf(database.name()));
  }

  /** An existing database. */
  static EngineFixture of(TestDatabase database, TestDatabase admin) {
    admin.execute("GRANT ALL ON SCHEMA public TO \"" + database.user() + "\"");
    return new EngineFixture(
        database,
        admin,
        endpoint(database),
        new Claim("cluster", "ai/recall", "staging", null),
        null,
        LIMITS,
        DriftPolicy.BLOCK,
        Canon.NONE,
        "1/",
        (found, self, here) -> {
          throw new IllegalStateException("no foreign claim was expected: " + found);
        },
        new Databases(new Connections(new AddressPolicy(true)), WATCHERS, Clock.systemUTC()));
  }

  static Endpoint endpoint(TestDatabase d) {
    return new Endpoint(
        d.host(), d.port(), d.name(), d.user(), d.password(), new Tls("disable", null));
  }

  EngineFixture with(MigrationSet other) {
    return new EngineFixture(
        database, admin, endpoint, self, other, limits, onDrift, canon, request, arbiter,
        databases);
  }

  /** With the set that these files make. */
  EngineFixture withFiles(String... namesAndTexts) {
    return with(Sets.of(namesAndTexts));
  }

  EngineFixture with(Limits other) {
    return new EngineFixture(
        database, admin, endpoint, self, set, other, onDrift, canon, request, arbiter, databases);
  }

  EngineFixture with(DriftPolicy other) {
    return new EngineFixture(
        database, admin, endpoint, self, set, limits, other, canon, request, arbiter, databases);
  }

  EngineFixture with(Endpoint other) {
    return new EngineFixture(
        database, admin, other, self, set, limits, onDrift, canon, request, arbiter, databases);
  }

  EngineFixture with(Claim other, ClaimArbiter judge) {
    return new EngineFixture(
        database, admin, endpoint, other, set, limits, onDrift, canon, request, judge, databases);
  }

  /** An environment that another one goes before; as the operator reads what was made there. */
  EngineFixture after(EngineFixture first) {
    return with(
        () -> {
          try {
            return databases
                .made(first.endpoint, first.self, "memdb/parity/ai/recall", List.of("public"))
                .stream()
                .toList();
          } catch (ConnectException e) {
            throw new SQLException(e.getMessage(), "08000", e);
          }
        });
  }

  EngineFixture with(Canon other) {
    return new EngineFixture(
        database, admin, endpoint, self, set, limits, onDrift, other, request, arbiter, databases);
  }

  /** With another generation or requested-at: somebody asks once more. */
  EngineFixture withRequest(String other) {
    return new EngineFixture(
        database, admin, endpoint, self, set, limits, onDrift, canon, other, arbiter, databases);
  }

  /** With a shorter lease than the operator's. */
  EngineFixture withLease(Duration lease) {
    Databases other =
        new Databases(new Connections(new AddressPolicy(true)), WATCHERS, Clock.systemUTC(), lease);
    return new EngineFixture(
        database, admin, endpoint, self, set, limits, onDrift, canon, request, arbiter, other);
  }

  EngineFixture through(TcpProxy proxy) {
    return with(
        new Endpoint(
            "127.0.0.1",
            proxy.port(),
            endpoint.database(),
            endpoint.user(),
            endpoint.password(),
            endpoint.tls()));
  }

  /** One run to the latest version of the set. */
  RunResult run() {
    return run(new Trace());
  }

  RunResult run(Trace trace) {
    return run(set.latest(), trace);
  }

  RunResult run(Version target, Trace trace) {
    return run(target, UnsafeDdl.WARN, trace); // most tests are about something else
  }

  RunResult run(UnsafeDdl policy, Trace trace) {
    return run(set.latest(), policy, trace);
  }

  private RunResult run(Version target, UnsafeDdl unsafeDdl, Trace trace) {
    RunRequest what =
        new RunRequest(
            self,
            endpoint,
            List.of("public"),
            set,
            target,
            target,
            unsafeDdl,
            limits,
            onDrift,
            canon,
            request,
            true,
            "pod-" + self.environment());
    return databases.run(what, trace.control(), arbiter);
  }

  /** The same in another thread. */
  CompletableFuture<RunResult> start(Trace trace) {
    return CompletableFuture.supplyAsync(() -> run(trace), RUNS);
  }

  Sighting look() {
    return databases.look(
        new LookRequest(
            self,
            endpoint,
            List.of("public"),
            EnvironmentMode.MIGRATE,
            Optional.ofNullable(set),
            Optional.ofNullable(set).map(MigrationSet::latest)),
        arbiter);
  }

  /** What a look shows. */
  DatabaseFacts facts() {
    return ((Sighting.Seen) look()).facts();
  }

  /** What is told as changed by hand, once the session of the last run is gone. */
  List<String> drift() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(this::facts, facts -> facts.fingerprint().isPresent())
        .drift();
  }

  /** The versions in the history, in order; no row of a failed one among them. */
  List<String> history() {
    return admin.column(
        "SELECT version || CASE WHEN success THEN '' ELSE ' failed' END FROM memdb.history"
            + " ORDER BY installed_rank");
  }

  /** What the ledger says of each version: {@code 1 applied}. */
  List<String> steps() {
    return admin.column("SELECT version || ' ' || outcome FROM memdb.step ORDER BY id");
  }

  /** Waits until a session of the database is active with a query that contains a text. */
  int awaitQuery(String text) {
    return Integer.parseInt(
        awaitValue(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state ="
                + " 'active' AND pid <> pg_backend_pid() AND position('"
                + text
                + "' IN query) > 0"));
  }

  /** Waits until a query returns a row, and gives its first value. */
  String awaitValue(String sql) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> admin.column(sql), rows -> !rows.isEmpty())
        .get(0);
  }

  /** Ends a backend, as {@code pg_terminate_backend} does. */
  void terminate(int pid) {
    admin.value("SELECT pg_terminate_backend(" + pid + ")");
  }

  /**
   * A session that holds locks until it is closed.
   *
   * @param application its application_name
   */
  Connection holding(String application, String sql) {
    try {
      Connection c = database.connect();
      c.createStatement().execute("SET application_name = '" + application + "'");
      c.setAutoCommit(false);
      c.createStatement().execute(sql);
      return c;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
