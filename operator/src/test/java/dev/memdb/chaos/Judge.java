package dev.memdb.chaos;

import dev.memdb.ledger.Fence;
import dev.memdb.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Compares what the databases contain with what is written down, and collects the evidence. */
final class Judge {
  /** Twice the lease of a fence: whatever takes longer deserves a look, though it is no failure. */
  private static final Duration SLOW = Fence.LEASE.multipliedBy(2);

  private static final String RUNS = "SELECT count(*) FROM memdb.run";
  private static final String BUILDS = "SELECT count(*) FROM memdb.step WHERE outcome = 'attempt'";
  private static final String LOG = "SELECT to_jsonb(l)::text FROM memdb.log l";
  private static final String HISTORY =
      "SELECT to_jsonb(h)::text FROM memdb.history h ORDER BY installed_rank";
  private static final String FENCE = "SELECT to_jsonb(f)::text FROM memdb.fence f";

  private final Arena arena;
  private final String resource;
  private final List<TestDatabase> databases;
  private final Diary diary;

  Judge(Arena arena, String resource, List<TestDatabase> databases, Diary diary) {
    this.arena = arena;
    this.resource = resource;
    this.databases = databases;
    this.diary = diary;
  }

  /**
   * The verdict.
   *
   * @param ready true: it says that both databases are at the last version
   */
  Outcome judge(boolean ready, Duration recovered, List<Fault.Kind> faults) {
    int lost = 0;
    int doubled = 0;
    for (TestDatabase database : databases) {
      List<Tally> tallies = tallies(database);
      doubled += (int) tallies.stream().filter(Tally::doubled).count();
      lost +=
          ready
              ? ChaosSet.VERSIONS - (int) tallies.stream().filter(Judge::happened).count()
              : (int) tallies.stream().filter(Tally::lost).count();
    }
    boolean good = lost == 0 && doubled == 0 && ready && recovered.compareTo(SLOW) < 0;
    return new Outcome(
        lost,
        doubled,
        !ready,
        recovered,
        faults,
        count(RUNS),
        count(BUILDS),
        good ? List.of() : evidence());
  }

  /** Of both databases, as far as they were begun. */
  private int count(String sql) {
    return databases.stream()
        .flatMap(database -> rows(database, sql).stream())
        .filter(text -> text.matches("[0-9]+"))
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static boolean happened(Tally tally) {
    return tally.complete() || tally.doubled();
  }

  private static List<Tally> tallies(TestDatabase database) {
    try {
      return Tally.of(database);
    } catch (SQLException e) {
      throw new IllegalStateException(database.name(), e);
    }
  }

  private List<String> evidence() {
    List<String> lines = new ArrayList<>();
    section(lines, "what happened", diary.lines());
    for (TestDatabase database : databases) {
      String where = "on port " + database.port() + ", ";
      section(lines, where + "tallies", tallies(database).stream().map(Tally::toString).toList());
      section(lines, where + "memdb.log", rows(database, LOG));
      section(lines, where + "memdb.history", rows(database, HISTORY));
      section(lines, where + "memdb.fence", rows(database, FENCE));
    }
    section(lines, "kubectl describe", arena.kubectl("describe", "mdb", resource).lines().toList());
    arena.crew().logs().forEach((who, log) -> section(lines, who, log.lines().toList()));
    return lines;
  }

  private static List<String> rows(TestDatabase database, String sql) {
    try {
      return database.column(sql);
    } catch (IllegalStateException e) {
      return List.of(String.valueOf(e.getCause())); // not even begun
    }
  }

  private static void section(List<String> lines, String title, List<String> content) {
    lines.add("--- " + title);
    lines.addAll(content);
  }
}
