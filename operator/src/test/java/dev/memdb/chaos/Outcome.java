package dev.memdb.chaos;

import java.time.Duration;
import java.util.List;

/**
 * How a cycle ended.
 *
 * @param lost versions without their effect, or effects without a record, in both databases
 * @param doubled versions that happened twice
 * @param stuck true: not Ready in time
 * @param recovered from the end of the last fault to Ready; zero when it was Ready before
 * @param faults how many were made: none is made any more once the resource is Ready
 * @param runs of migrations in both databases; two when nothing was interrupted
 * @param builds of indexes that were begun in both databases; four when none was interrupted
 * @param evidence everything that is needed to understand it; empty when all went well, and in time
 */
record Outcome(
    int lost,
    int doubled,
    boolean stuck,
    Duration recovered,
    List<Fault.Kind> faults,
    int runs,
    int builds,
    List<String> evidence) {

  boolean clean() {
    return lost == 0 && doubled == 0 && !stuck;
  }
}
