package dev.memdb.backfill;

import java.util.List;

/**
 * A stretch of a table that a worker has claimed.
 *
 * @param number in its run
 * @param relid the table, or a leaf of a partitioned one
 * @param relation the same, quoted
 * @param end the block after its last
 * @param start where the work goes on: the first block of a window
 * @param byBlocks false: its access method is not heap, and it is gone through by its primary key
 * @param key where that goes on: behind this one; empty: at the beginning
 */
record Segment(
    int number,
    long relid,
    String relation,
    long end,
    long start,
    boolean byBlocks,
    List<String> key) {
  Segment {
    key = List.copyOf(key);
  }

  /** Of a heap. */
  Segment(int number, long relid, String relation, long end, long start) {
    this(number, relid, relation, end, start, true, List.of());
  }
}
