package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Fence;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.Sighting;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SessionSettings;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.Difference;
import dev.memdb.schema.SchemaDiff;
import dev.memdb.schema.SchemaSnapshot;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** What the operator does with databases: look at one, migrate one, read one's schema. */
public final class Databases {
  /** A look takes locks on nothing but catalogs, and waits for no one. */
  private static final Limits LOOK =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ZERO);

  private final Connections connections;
  private final ScheduledExecutorService watchers;
  private final Clock clock;

  /**
   * @param watchers runs the sessions beside long runs
   * @param clock tells when something was seen
   */
  public Databases(Connections connections, ScheduledExecutorService watchers, Clock clock) {
    this.connections = connections;
    this.watchers = watchers;
    this.clock = clock;
  }

  /** Looks; changes nothing. */
  public Sighting look(LookRequest request, ClaimArbiter arbiter) {
    try (DirectSession session =
        DirectSession.open(
            connections, request.endpoint(), settings("look", request, request.schemas()))) {
      FactsReader reader = new FactsReader(session, request);
      FactsReader.Reading reading = reader.read(true);
      reader.checkClaim(reading.ledger(), arbiter);
      return new Sighting.Seen(clock.instant(), reader.facts(reading));
    } catch (ConnectException e) {
      return new Sighting.Failed(clock.instant(), e.reason(), e.getMessage());
    } catch (RefusedException e) {
      return new Sighting.Failed(clock.instant(), e.reason(), e.getMessage());
    } catch (SQLException e) {
      return new Sighting.Failed(clock.instant(), reason(e), ErrorPosition.message(e));
    }
  }

  /** Migrates; returns when the run has ended, one way or the other. */
  public RunResult run(RunRequest request, RunControl control, ClaimArbiter arbiter) {
    SessionSettings settings = settings(request, "run");
    try (DirectSession session = DirectSession.open(connections, request.endpoint(), settings)) {
      control.runsIn(session.connection());
      RunWatch.Starter watch =
          (Fence fence, int pid) ->
              new RunWatch(
                  watchers,
                  connections,
                  request.endpoint(),
                  settings(request, "watch"),
                  fence,
                  pid,
                  control);
      return new MigrationRun(request, control, arbiter, session, watch).run();
    } catch (ConnectException e) {
      return refused(e.reason(), e.getMessage());
    } catch (RefusedException e) {
      return refused(e.reason(), e.getMessage());
    } catch (SQLException e) {
      return control.stopped()
          ? new RunResult.Cancelled(List.of(), Optional.empty())
          : refused(reason(e), ErrorPosition.message(e));
    } finally {
      control.ended();
    }
  }

  /**
   * How two schemas differ.
   *
   * @param blocking what differs, from the first to the second
   * @param onlyDrift true: the migrations made the same in both, the rest was made by hand
   */
  public record Comparison(List<Difference> blocking, boolean onlyDrift) {}

  /** Compares the schemas of two databases, object by object. */
  public Comparison compare(
      Endpoint reference, Endpoint other, String application, List<String> schemas)
      throws ConnectException, SQLException {
    Schema a = schema(reference, application, schemas);
    Schema b = schema(other, application, schemas);
    List<Difference> differences = blocking(a.live(), b.live());
    boolean onlyDrift =
        a.expected().isPresent()
            && b.expected().isPresent()
            && blocking(a.expected().get(), b.expected().get()).isEmpty();
    return new Comparison(differences, onlyDrift);
  }

  private static List<Difference> blocking(SchemaSnapshot a, SchemaSnapshot b) {
    return SchemaDiff.between(a, b).stream().filter(Difference::blocksParity).toList();
  }

  private record Schema(SchemaSnapshot live, Optional<SchemaSnapshot> expected) {}

  private Schema schema(Endpoint endpoint, String application, List<String> schemas)
      throws ConnectException, SQLException {
    SessionSettings settings =
        new SessionSettings(application, LOOK.lockTimeout(), LOOK.statementTimeout(), schemas);
    try (DirectSession session = DirectSession.open(connections, endpoint, settings)) {
      return new Schema(
          Catalog.snapshot(session.connection(), schemas),
          session.server().installed()
              ? SchemaRecord.load(session.connection())
              : Optional.empty());
    }
  }

  private static RunResult refused(Reason reason, String message) {
    return reason.severity() == Severity.STALLED
        ? new RunResult.Stopped(reason, message, List.of(), Optional.<DatabaseFacts>empty())
        : new RunResult.Postponed(reason, message, List.of(), Optional.empty());
  }

  private static Reason reason(SQLException e) {
    return switch (SqlFailure.of(e)) {
      case LOCK_TIMEOUT -> Reason.LOCK_TIMEOUT_RETRYING;
      case TRANSIENT, CANCELLED -> Reason.TRANSIENT_FAILURE_RETRYING;
      case FENCED_OUT -> Reason.WRITER_BUSY;
      case PERMISSION -> Reason.PERMISSION_DENIED;
      case PERMANENT -> Reason.INTERNAL_ERROR;
    };
  }

  private static SessionSettings settings(RunRequest request, String role) {
    return new SessionSettings(
        application(role, request.self().resource(), request.self().environment()),
        request.limits().lockTimeout(),
        request.limits().statementTimeout(),
        request.schemas());
  }

  private static SessionSettings settings(String role, LookRequest request, List<String> schemas) {
    return new SessionSettings(
        application(role, request.self().resource(), request.self().environment()),
        LOOK.lockTimeout(),
        LOOK.statementTimeout(),
        schemas);
  }

  private static String application(String role, String resource, String environment) {
    return "memdb/" + role + "/" + resource + "/" + environment;
  }
}
