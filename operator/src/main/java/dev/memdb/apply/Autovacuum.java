package dev.memdb.apply;

import dev.memdb.ledger.Fence;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gets a worker of autovacuum out of the way of a migration. PostgreSQL cancels one for whoever has
 * waited deadlock_timeout for its lock, except where it prevents wraparound; a run's statements
 * give up long before that, so that nobody has to wait behind them. So the run waits in a mode that
 * is in nobody else's way: SHARE UPDATE EXCLUSIVE, which is the worker's own, conflicts neither
 * with reading nor with writing (PostgreSQL's documentation, "Table-Level Locks").
 */
final class Autovacuum {
  private static final String GIVE_WAY = SqlText.resource(Autovacuum.class, "give-way.sql");

  private final Connection connection;
  private final Fence fence;
  private final RunControl control;
  private final Set<String> tried = new HashSet<>();

  Autovacuum(Connection connection, Fence fence, RunControl control) {
    this.connection = connection;
    this.fence = fence;
    this.control = control;
  }

  /**
   * Waits until it has given way; once for each statement.
   *
   * @return whether the statement that gave up may be tried again at once
   */
  boolean givesWayTo(MigrationFailure failure) {
    List<Blocker> blockers = control.blockers();
    if (SqlFailure.deepest(failure) == null
        || SqlFailure.of(failure) != SqlFailure.LOCK_TIMEOUT
        || blockers.isEmpty()
        || !blockers.stream().allMatch(b -> b.vacuumed().isPresent())
        || !tried.add(failure.where())) {
      return false;
    }
    String table = blockers.get(0).vacuumed().orElseThrow();
    control.progress(failure.where() + "; waits until autovacuum gives way at " + table);
    try {
      Sql.execute(connection, FileRun.LEAVE + fence.check() + GIVE_WAY.replace("{table}", table));
    } catch (SQLException e) { // it prevents wraparound, or somebody else is in the way by now
      control.blockedBy(control.step(), blockers); // for the message of the failure
      return false;
    }
    control.note(
        "autovacuum was at %s, in the way of %s: PostgreSQL has cancelled it, and starts it again by itself"
            .formatted(table, failure.where()));
    return true;
  }
}
