package dev.memdb.cli.lint;

import dev.memdb.apply.LiveDatabase;
import dev.memdb.cli.lint.LintSet.SqlText;
import dev.memdb.migration.Version;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.safety.LintFile;
import dev.memdb.safety.Target;
import java.util.List;
import java.util.function.Predicate;

/**
 * What files are for, and which of them are still to run.
 *
 * @param pending of the versions; a file without one is always to run
 */
record Against(Target target, Predicate<Version> pending) {
  /**
   * A server of which only the version is known.
   *
   * @param schemas the search path
   * @param from the first version that is still to run; null: all are
   */
  static Against files(
      int major, List<String> schemas, Version from, Target.Transactions transactions) {
    return new Against(
        new Target(major, null, transactions, schemas),
        v -> from == null || v.compareTo(from) >= 0);
  }

  /**
   * A database that is asked.
   *
   * @param schemas the search path, and where a history of Flyway's own may be
   * @param from null: what its history lacks is still to run
   */
  static Against live(
      Endpoint endpoint, List<String> schemas, Version from, Target.Transactions transactions)
      throws ConnectException {
    LiveDatabase database =
        LiveDatabase.read(new Connections(new AddressPolicy(true)), endpoint, schemas);
    return new Against(
        new Target(
            Math.min(database.major(), Target.NEWEST), database.schema(), transactions, schemas),
        v -> from == null ? !database.applied().has(v) : v.compareTo(from) >= 0);
  }

  LintFile file(SqlText file) {
    boolean judged = file.version() == null || pending.test(file.version());
    return new LintFile(file.path(), file.text(), judged, file.backfill());
  }
}
