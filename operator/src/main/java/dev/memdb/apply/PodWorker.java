package dev.memdb.apply;

import dev.memdb.backfill.BackfillState;
import dev.memdb.backfill.Backfills;
import dev.memdb.backfill.LostHolds;
import dev.memdb.backfill.Worker;
import dev.memdb.ledger.DirectSession;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SessionSettings;
import dev.memdb.postgres.SqlFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A worker with a process of its own. It outlives its connection: whatever passes is waited out,
 * and the password is read anew for each login, because Secrets are rotated.
 */
public final class PodWorker {
  /** A batch gives way after 200 ms; a statement beside the batches has this long. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** How often one looks whether the others are done, or a person lets it go on. */
  private static final Duration OTHERS = Duration.ofSeconds(2);

  private final Connections connections;
  private final Login login;
  private final String version;
  private final String name;
  private final Told told;
  private final LostHolds lost = new LostHolds();

  /** Where the database is, and who logs in. */
  public interface Login {
    /**
     * As it is now.
     *
     * @throws ConnectException when something is missing or not usable; it is read again
     */
    Endpoint read() throws ConnectException;
  }

  /** Hears how it goes on; called about once a second. */
  public interface Told {
    void progress(BackfillState state);

    /** Something passes by itself and is waited out. */
    void waits(String why);
  }

  /** How it ended. */
  public sealed interface End {
    /** Everything is filled that can be. */
    record Filled() implements End {}

    /** It was told to stop. */
    record Stopped() implements End {}

    /** Another try cannot help. */
    record Hopeless(String why) implements End {}
  }

  /**
   * @param version of the backfill, as the set has it
   * @param name shown in {@code pg_stat_activity}
   */
  public PodWorker(Connections connections, Login login, String version, String name, Told told) {
    this.connections = connections;
    this.login = login;
    this.version = version;
    this.name = name;
    this.told = told;
  }

  /** Works until there is nothing left to do for anybody; an interrupt ends it between batches. */
  public End work() {
    Duration pause = FIRST_PAUSE;
    try {
      while (true) {
        String trouble;
        try (DirectSession session = open()) {
          Optional<End> end = workIn(session);
          if (end.isPresent()) {
            return end.get();
          }
          pause = FIRST_PAUSE;
          sleep(OTHERS);
          continue;
        } catch (ConnectException e) {
          trouble = e.getMessage();
        } catch (SQLException e) {
          if (!passes(e)) {
            return new End.Hopeless(ErrorPosition.message(e));
          }
          trouble = ErrorPosition.message(e);
        }
        told.waits(trouble);
        sleep(pause);
        pause = longer(pause);
      }
    } catch (InterruptedException e) {
      return new End.Stopped();
    }
  }

  private DirectSession open() throws ConnectException {
    return DirectSession.open(
        connections,
        login.read(),
        new SessionSettings("memdb/fill/" + name, LOCK_TIMEOUT, STATEMENT_TIMEOUT, List.of()));
  }

  /** Empty: others are at it, or a person has paused it. */
  private Optional<End> workIn(DirectSession session) throws SQLException, InterruptedException {
    Optional<BackfillState> state = Backfills.state(session.connection(), version);
    if (state.isEmpty()) {
      return Optional.of(
          new End.Hopeless(
              "there is no backfill of version %s in this database".formatted(version)));
    }
    told.progress(state.get());
    if (state.get().phase() != BackfillState.Phase.FILLING) {
      return Optional.of(new End.Filled());
    }
    Worker worker =
        new Worker(
            session.connection(), state.get().run(), PodWorker::sleep, new Seen(session), lost);
    return worker.work() == Worker.Outcome.FILLED
        ? Optional.of(new End.Filled())
        : Optional.empty();
  }

  /** Also a statement that was cancelled by hand: who wants it to end pauses it. */
  private static boolean passes(SQLException e) {
    return switch (SqlFailure.of(e)) {
      case LOCK_TIMEOUT, TRANSIENT, CANCELLED -> true;
      case FENCED_OUT, PERMISSION, PERMANENT -> false;
    };
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private static void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
  }

  private final class Seen implements Worker.Listener {
    private final DirectSession session;

    Seen(DirectSession session) {
      this.session = session;
    }

    @Override
    public void progress(dev.memdb.backfill.Progress progress) {
      tell();
    }

    @Override
    public void limited(String by) {
      tell();
    }

    private void tell() {
      try {
        Backfills.state(session.connection(), version).ifPresent(told::progress);
      } catch (SQLException e) {
        told.waits(ErrorPosition.message(e)); // the next batch meets the same
      }
    }
  }
}
