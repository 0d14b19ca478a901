package dev.memdb.apply;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.Backfills;
import dev.memdb.backfill.LostHolds;
import dev.memdb.ledger.Claim;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Expected;
import dev.memdb.ledger.Fence;
import dev.memdb.ledger.Ledger;
import dev.memdb.migration.Version;
import dev.memdb.plan.Sighting;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SessionSettings;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.Difference;
import dev.memdb.schema.SchemaDiff;
import dev.memdb.schema.SchemaSnapshot;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator does with databases: look at one, migrate one, read one's schema. */
public final class Databases {
  private static final Logger LOG = LoggerFactory.getLogger(Databases.class);

  /** A look takes locks on nothing but catalogs, and waits for no one. */
  private static final Limits LOOK =
      new Limits(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ZERO);

  private final Connections connections;
  private final ScheduledExecutorService watchers;
  private final Clock clock;
  private final Duration lease;

  /** Of those whose last fill has lost its connection. */
  private final Map<Claim, LostHolds> lost = new ConcurrentHashMap<>();

  /**
   * @param watchers runs the sessions beside long runs
   * @param clock tells when something was seen
   */
  public Databases(Connections connections, ScheduledExecutorService watchers, Clock clock) {
    this(connections, watchers, clock, Fence.LEASE);
  }

  /** With another lease than {@link Fence#LEASE}, so that a test need not wait for it. */
  Databases(
      Connections connections, ScheduledExecutorService watchers, Clock clock, Duration lease) {
    this.connections = connections;
    this.watchers = watchers;
    this.clock = clock;
    this.lease = lease;
  }

  /** Looks; changes nothing. */
  public Sighting look(LookRequest request, ClaimArbiter arbiter) {
    try (DirectSession session =
        DirectSession.open(connections, request.endpoint(), settings(request))) {
      FactsReader reader = new FactsReader(session, request);
      FactsReader.Reading reading = reader.read(true);
      reader.checkClaim(reading.ledger(), arbiter);
      return new Sighting.Seen(clock.instant(), reader.facts(reading));
    } catch (ConnectException e) {
      return new Sighting.Failed(clock.instant(), e.reason(), e.getMessage());
    } catch (RefusedException e) {
      return new Sighting.Failed(clock.instant(), e.reason(), e.getMessage());
    } catch (SQLException e) {
      return new Sighting.Failed(clock.instant(), Failures.reason(e), ErrorPosition.message(e));
    }
  }

  /** Tells the workers of a backfill how gently to work; what cannot be told now is told later. */
  public void limit(Claim self, Endpoint endpoint, String version, BackfillLimits limits) {
    SessionSettings settings =
        new SessionSettings(
            application("limit", self), LOOK.lockTimeout(), LOOK.statementTimeout(), List.of());
    try (DirectSession session = DirectSession.open(connections, endpoint, settings)) {
      Backfills.limit(session.connection(), version, limits);
    } catch (ConnectException | SQLException e) {
      LOG.info("{}: the limits of its backfill were not told: {}", self.resource(), e.getMessage());
    }
  }

  /** Migrates; returns when the run has ended, one way or the other. */
  public RunResult run(RunRequest request, RunControl control, ClaimArbiter arbiter) {
    List<Version> applied = new ArrayList<>();
    while (true) {
      RunResult result = runTo(request, control, arbiter);
      applied.addAll(result.applied());
      if (!(result instanceof RunResult.Filling filling) || !request.fillHere()) {
        return result.with(List.copyOf(applied));
      }
      Optional<RunResult> ended = fill(request, control, filling);
      if (ended.isPresent()) {
        return ended.get().with(List.copyOf(applied));
      }
    }
  }

  private Optional<RunResult> fill(
      RunRequest request, RunControl control, RunResult.Filling filling) {
    SessionSettings settings =
        new SessionSettings(
            application("fill", request.self()),
            request.limits().lockTimeout(),
            request.limits().statementTimeout(),
            request.schemas());
    LostHolds before = lost.computeIfAbsent(request.self(), self -> new LostHolds());
    try (DirectSession session = DirectSession.open(connections, request.endpoint(), settings)) {
      control.runsIn(session.connection());
      return new Filler(control, request.limits(), before).fill(session, filling);
    } catch (ConnectException e) {
      return Optional.of(Failures.end(e.reason(), e.getMessage(), List.of(), Optional.empty()));
    } finally {
      control.ended();
      if (before.isEmpty()) {
        lost.remove(request.self(), before);
      }
    }
  }

  /** Up to the first backfill that is not done yet. */
  private RunResult runTo(RunRequest request, RunControl control, ClaimArbiter arbiter) {
    try (DirectSession session =
        DirectSession.open(connections, request.endpoint(), settings(request))) {
      control.runsIn(session.connection());
      RunWatch.Starter watch =
          (fence, watched) ->
              new RunWatch(
                  watchers,
                  () -> connections.open(request.endpoint(), beside(request)),
                  fence,
                  watched,
                  control);
      Fence fence = new Fence(session.connection(), lease);
      return new MigrationRun(request, control, arbiter, session, fence, watch).run();
    } catch (ConnectException e) {
      return Failures.end(e.reason(), e.getMessage(), List.of(), Optional.empty());
    } catch (RefusedException e) {
      return Failures.end(e.reason(), e.getMessage(), List.of(), Optional.empty());
    } catch (SQLException e) {
      return new Failures(control, request.limits()).result(e);
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

  /**
   * The schema that the migrations have made in an environment.
   *
   * @param owner whose database it must be
   * @return empty: none is recorded there, or the database is somebody else's
   */
  public Optional<Canon.Made> made(
      Endpoint endpoint, Claim owner, String application, List<String> schemas)
      throws ConnectException, SQLException {
    LookRequest look =
        new LookRequest(
            owner, endpoint, schemas, EnvironmentMode.MIGRATE, Optional.empty(), Optional.empty());
    SessionSettings settings =
        new SessionSettings(application, LOOK.lockTimeout(), LOOK.statementTimeout(), schemas);
    try (DirectSession session = DirectSession.open(connections, endpoint, settings)) {
      FactsReader reader = new FactsReader(session, look);
      Ledger ledger = reader.read(false).ledger();
      Optional<Expected> expected = reader.expected(ledger);
      if (expected.isEmpty() || ledger.claim().filter(owner::sameOwner).isEmpty()) {
        return Optional.empty();
      }
      return SchemaRecord.load(session.connection())
          .filter(s -> s.fingerprint().equals(expected.get().fingerprint()))
          .map(s -> new Canon.Made(owner.environment(), expected.get().version(), s));
    } catch (RefusedException e) {
      throw new SQLException(e.getMessage(), "XX000", e);
    }
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

  private static SessionSettings settings(RunRequest request) {
    return new SessionSettings(
        application("run", request.self()),
        request.limits().lockTimeout(),
        request.limits().statementTimeout(),
        Duration.ZERO, // some statements have no timeout; the session beside it watches over it
        request.schemas());
  }

  /** Of the session beside a run. It gives up before the lease is over, and has time to retry. */
  private SessionSettings beside(RunRequest request) {
    Duration moment = lease.dividedBy(5);
    return new SessionSettings(
        application("watch", request.self()), moment, moment, lease.dividedBy(3), List.of());
  }

  private static SessionSettings settings(LookRequest request) {
    return new SessionSettings(
        application("look", request.self()),
        LOOK.lockTimeout(),
        LOOK.statementTimeout(),
        request.schemas());
  }

  private static String application(String role, Claim self) {
    return "memdb/" + role + "/" + self.resource() + "/" + self.environment();
  }
}
