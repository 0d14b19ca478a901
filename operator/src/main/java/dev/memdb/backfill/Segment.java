package dev.memdb.backfill;

/**
 * A stretch of a table that a worker has claimed.
 *
 * @param number in its run
 * @param relid the table, or a leaf of a partitioned one
 * @param relation the same, quoted
 * @param end the block after its last
 * @param start where the work goes on: the first block of a window
 */
record Segment(int number, long relid, String relation, long end, long start) {}
