package dev.memdb.backfill;

/**
 * A backfill as its workers see it.
 *
 * @param id in {@code memdb.backfill_run}
 * @param relation the table or the root of its partitions, quoted
 * @param pending the predicate of rows that have to be filled
 * @param assignments the SET clause
 */
record BackfillRun(long id, String relation, String pending, String assignments) {}
