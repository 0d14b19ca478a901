package dev.memdb.migration;

import dev.memdb.sql.Statement;
import java.util.List;

/**
 * Queries of which every returned row must be true once a migration has run.
 *
 * @param fileName such as {@code V7__memory_index.verify.sql}
 * @param queries only queries, which write nothing and lock no rows; never empty
 * @param insideTransaction true when they read nothing but the catalogs, so that they can run
 *     before the migration's COMMIT and undo it; false when they scan data, or there is no
 *     transaction
 */
public record Verification(String fileName, List<Statement> queries, boolean insideTransaction) {}
