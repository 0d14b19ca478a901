package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;

/**
 * A backfill as its workers see it.
 *
 * @param id in {@code memdb.backfill_run}
 * @param relation the table or the root of its partitions, quoted
 * @param pending the predicate of rows that have to be filled
 * @param assignments the SET clause
 * @param values the expressions alone, for reading
 */
record BackfillRun(long id, String relation, String pending, String assignments, String values) {
  static BackfillRun of(long id, BackfillSpec spec) {
    return new BackfillRun(id, spec.relation(), spec.pending(), spec.assignments(), spec.values());
  }
}
