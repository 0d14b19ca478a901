package dev.memdb.plan;

import dev.memdb.api.Reason;
import dev.memdb.ledger.HistoryRow;
import dev.memdb.ledger.LedgerRow;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.plan.HistoryVerdict.Refused;
import java.util.Optional;

/** The words in which a history is refused: what stands where, and what mends it. */
final class HistoryRefusals {
  private HistoryRefusals() {}

  static Refused failed(HistoryRow row) {
    return new Refused(
        Reason.DIRTY_HISTORY,
        """
        version %s (%s) failed half way: row %d of memdb.history has success = false. Remove what \
        it left behind, then run: DELETE FROM memdb.history WHERE installed_rank = %d AND NOT \
        success;"""
            .formatted(row.version(), row.script(), row.rank(), row.rank()));
  }

  /** Empty when the file is still the one that was applied. */
  static Optional<Refused> changed(HistoryRow row, Optional<LedgerRow> known, Migration file) {
    if (row.checksum() != null && row.checksum() != file.checksum()) {
      return Optional.of(
          changed(
              file,
              "checksum %d in memdb.history, %d of the file"
                  .formatted(row.checksum(), file.checksum())));
    }
    return known
        .map(LedgerRow::sha256)
        .filter(sha256 -> !sha256.equals(file.sha256()))
        .map(
            sha256 ->
                changed(
                    file,
                    "sha256 %s when it was applied, %s now (perhaps only line ends differ)"
                        .formatted(sha256, file.sha256())));
  }

  private static Refused changed(Migration file, String difference) {
    return new Refused(
        Reason.CHECKSUM_MISMATCH,
        """
        %s was changed after it had been applied: %s. Restore the file as it was, and put the \
        change into a new version."""
            .formatted(file.fileName(), difference));
  }

  static Refused skipped(Migration skipped, Version current) {
    return new Refused(
        Reason.HISTORY_GAP,
        """
        version %s (%s) was never applied, and the database is already at %s: versions are applied \
        in order. Give the file a version above %s."""
            .formatted(skipped.version(), skipped.fileName(), current, current));
  }

  static Refused missingFile(HistoryRow row, MigrationSet set) {
    return new Refused(
        Reason.HISTORY_GAP,
        "version %s (%s) is applied, but %s has no file for it. Put the file back as it was."
            .formatted(row.version(), row.script(), set.from()));
  }

  static Refused unknown(Version version, MigrationSet set) {
    return new Refused(
        Reason.UNKNOWN_VERSION,
        """
        the database has version %s, but %s ends at %s, and the ledger does not know who applied \
        it. Add its file to the set, or restore the database."""
            .formatted(version, set.from(), set.latest()));
  }

  static Refused missingTarget(Version target, MigrationSet set) {
    return new Refused(
        Reason.TARGET_VERSION_NOT_FOUND,
        """
        targetVersion "%s" is not in %s, whose latest version is %s. Add the migration, or correct \
        spec.targetVersion."""
            .formatted(target, set.from(), set.latest()));
  }
}
