package dev.memdb.apply;

import dev.memdb.ledger.Fence;
import dev.memdb.migration.Migration;
import dev.memdb.migration.Version;
import dev.memdb.postgres.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The pending migrations of one run, applied in order in the session that holds the fence. */
final class Migrations implements HistoryWriter {
  private final UUID run;
  private final Connection connection;
  private final Fence fence;
  private final RunControl control;
  private final Script script;
  private final FlywayMigrator flyway;
  private final List<Version> applied = new ArrayList<>();
  private Optional<Version> uncommitted = Optional.empty();
  private FileRun file;
  private MigrationFailure failure;

  Migrations(UUID run, Connection connection, Fence fence, RunControl control) {
    this.run = run;
    this.connection = connection;
    this.fence = fence;
    this.control = control;
    this.script = new Script(connection, fence, control);
    this.flyway = new FlywayMigrator(new FencedDataSource(connection, this), this::runFile);
  }

  /** What this run has committed so far. */
  List<Version> applied() {
    return List.copyOf(applied);
  }

  /** The file that was run last; null: none yet. */
  FileRun lastFile() {
    return file;
  }

  /**
   * Applies them. A file that is verified after its commit ends a stretch: nothing goes further
   * before it has held. So does a backfill, and a change between inside and outside transactions.
   *
   * @return a backfill that has to be done first; empty: all are applied
   * @throws MigrationFailure where one failed
   */
  Optional<Migration> apply(List<Migration> pending) {
    int from = 0;
    for (int i = 0; i < pending.size(); i++) {
      Migration migration = pending.get(i);
      if (migration.isBackfill()) {
        if (i > from) {
          migrate(pending.subList(from, i)); // the triggers that keep new rows filled, above all
          from = i;
        }
        if (!isProven(migration)) {
          return Optional.of(migration);
        }
      }
      boolean verifiedAfter = Verifier.afterCommit(migration);
      boolean endsStretch =
          i == pending.size() - 1
              || pending.get(i + 1).transactional() != migration.transactional();
      if (migration.isBackfill() || verifiedAfter || endsStretch) {
        migrate(pending.subList(from, i + 1));
        if (verifiedAfter) {
          verify(migration);
        }
        from = i + 1;
      }
    }
    return Optional.empty();
  }

  private boolean isProven(Migration migration) {
    file = new FileRun(run, migration, fence);
    control.progress(migration.fileName() + ", the proof that no row is open");
    return new BackfillStep(connection, migration).isProven(fence.check());
  }

  private void migrate(List<Migration> stretch) {
    try {
      flyway.migrate(stretch, stretch.get(stretch.size() - 1).version());
      committed();
    } catch (RuntimeException e) {
      MigrationFailure told = failure;
      failure = null;
      uncommitted = Optional.empty();
      throw told != null ? told : besideTheStatements(stretch, e);
    }
  }

  /** The history row failed, or the commit did: a deferred constraint, a lost connection. */
  private MigrationFailure besideTheStatements(List<Migration> stretch, RuntimeException e) {
    Migration migration = file == null ? stretch.get(0) : file.migration();
    SQLException cause = SqlFailure.deepest(e);
    return new MigrationFailure(
        MigrationFailure.Kind.STATEMENT,
        migration,
        migration.fileName(),
        cause == null ? e.toString() : ErrorPosition.message(cause),
        migration.transactional() ? MigrationFailure.ROLLED_BACK : "",
        e);
  }

  private void runFile(Migration migration) {
    committed();
    file = new FileRun(run, migration, fence);
    uncommitted = Optional.of(migration.version());
    try {
      if (migration.isBackfill()) {
        script.runInTransaction(file, new BackfillStep(connection, migration).closing());
      } else if (migration.transactional()) {
        script.runInTransaction(file, migration.statements());
      } else {
        script.runAlone(file);
      }
    } catch (MigrationFailure e) {
      failure = e; // Flyway wraps it more than once
      throw e;
    }
  }

  /** Flyway goes on only after the commit: so the file before is in the history. */
  private void committed() {
    uncommitted.ifPresent(applied::add);
    uncommitted = Optional.empty();
  }

  /** Runs a verification that scans data, and writes down that it held. */
  void verify(Migration migration) {
    file = new FileRun(run, migration, fence);
    control.progress(migration.verification().fileName());
    try {
      verifyReadOnly(migration);
      Sql.execute(connection, fence.check() + file.verified());
    } catch (SQLException e) {
      throw new MigrationFailure(
          MigrationFailure.Kind.STATEMENT,
          migration,
          migration.verification().fileName(),
          ErrorPosition.message(e),
          "",
          e);
    }
  }

  private void verifyReadOnly(Migration migration) throws SQLException {
    // what the file left in the session, temporary tables above all, must not be what is verified;
    // and a function that a check calls must not write
    Sql.execute(connection, Script.reset(connection) + "SET default_transaction_read_only = on");
    try {
      new Verifier(connection).verify(migration);
    } finally {
      Sql.execute(connection, FileRun.LEAVE); // in its own trip: this one still is read-only
    }
  }

  @Override
  public String beforeHistoryRow() {
    return file.beforeHistoryRow();
  }

  @Override
  public SQLException inWords(SQLException e) {
    return fence.inWords(e);
  }
}
