package dev.memdb.migration;

import dev.memdb.sql.Statement;
import java.util.List;

/**
 * One versioned file, checked: it may be run.
 *
 * @param version from the file's name
 * @param description from the file's name, spaces for underscores
 * @param fileName the file's name, such as {@code V7__memory_index.sql}
 * @param sql its text without a byte order mark
 * @param transactional false when its only statement cannot run in a transaction
 * @param statements what it runs, in order; empty for a backfill only
 * @param verification what must hold afterwards; null when nothing was written down
 * @param sha256 of the file's bytes, as 64 hexadecimal digits
 * @param checksum Flyway's checksum of the file, which does not see how lines end
 * @param backfill what it fills; null for SQL
 */
public record Migration(
    Version version,
    String description,
    String fileName,
    String sql,
    boolean transactional,
    List<Statement> statements,
    Verification verification,
    String sha256,
    int checksum,
    BackfillSpec backfill) {

  /** Whether it moves data online, and has no statements. */
  public boolean isBackfill() {
    return backfill != null;
  }
}
