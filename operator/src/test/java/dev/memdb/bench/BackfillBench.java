package dev.memdb.bench;

import dev.memdb.backfill.BackfillLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fills a column of a table that an application uses: one UPDATE, the usual loops, and ours. The
 * same table for all, copied afresh each time, with 200 transactions a second beside.
 *
 * <p>Arguments: {@code --rows N} (default 2,000,000; further lines have 500,000 by default); {@code
 * --major 14|18}; {@code --only boolean,uuid,…}: these lines instead of the comparison, each with
 * one UPDATE and ours; {@code --all}: all of them, and the comparison last.
 */
public final class BackfillBench {
  private static final String IDLE = "idle";
  private static final String COMPUTING = "one busy backend";
  private static final String UPDATE = "one UPDATE";
  private static final String OURS = "ours";
  private static final int ROWS = 2_000_000;
  private static final int ROWS_OF_LINES = 500_000;

  private final BackfillCase what;
  private final BackfillServer server;
  private final BackfillMeter meter;
  private final Map<String, BackfillFigures> all = new LinkedHashMap<>();

  private BackfillBench(BackfillCase what, BackfillServer server) {
    this.what = what;
    this.server = server;
    this.meter = new BackfillMeter(what, server);
  }

  public static void main(String[] args) throws Exception {
    List<String> given = List.of(args);
    int rows = Integer.parseInt(option(given, "--rows", Integer.toString(ROWS)));
    int ofLines = given.contains("--rows") ? rows : ROWS_OF_LINES;
    int major = Integer.parseInt(option(given, "--major", "18"));
    List<BackfillCase> lines = new ArrayList<>();
    for (String name : names(given)) {
      lines.add(BackfillCase.of(name, major, name.equals("large") ? 5 * rows : ofLines));
    }
    for (BackfillCase line : lines) {
      run(line, false);
    }
    if (!given.contains("--only")) {
      run(BackfillCase.usual(BackfillCase.USUAL, major, rows), true);
    }
    System.exit(0);
  }

  private static List<String> names(List<String> given) {
    if (given.contains("--all")) {
      return BackfillCase.NAMES;
    }
    String only = option(given, "--only", "");
    return only.isEmpty() ? List.of() : List.of(only.split(","));
  }

  private static String option(List<String> given, String name, String otherwise) {
    int at = given.indexOf(name);
    return at < 0 ? otherwise : given.get(at + 1);
  }

  private static void run(BackfillCase what, boolean others) throws Exception {
    try (BackfillServer server = BackfillServer.start(what)) {
      new BackfillBench(what, server).run(others);
    }
  }

  private void run(boolean others) throws Exception {
    BackfillTable table = what.table();
    Duration usual = BackfillLimits.DEFAULT.batchDuration();
    measure(IDLE, BackfillWays.idle());
    measure(COMPUTING, BackfillWays.computing());
    measure(UPDATE, BackfillWays.update(table));
    if (others) {
      measure("keyset, 5000 rows", BackfillWays.keyset(table));
      measure("LIMIT 5000, 100 ms sleep", BackfillWays.limit(table));
      pgroll();
    }
    measure(OURS, BackfillWays.ours(table, limits(usual, 1)));
    if (others || what.name().equals(BackfillCase.USUAL)) {
      measure("ours, batches of 5 ms", BackfillWays.ours(table, limits(Duration.ofMillis(5), 1)));
    }
    if (others || what.name().equals(BackfillCase.THROTTLED)) {
      measure("ours, duty 0.67", BackfillWays.ours(table, limits(usual, 0.67)));
    }
    result(others ? "" : " line=" + what.name());
  }

  private BackfillLimits limits(Duration batch, double duty) {
    long lag = what.standby() ? BackfillLimits.DEFAULT.maxReplicaLag() : Long.MAX_VALUE;
    return new BackfillLimits(batch, duty, lag);
  }

  private void pgroll() throws Exception {
    if (!Programs.isOnPath(Pgroll.PROGRAM)) {
      System.out.println("Without pgroll: it is not on the PATH.");
      return;
    }
    try {
      report("pgroll", meter.measure(Pgroll.way(what.table(), server::asSuperuser)).withoutCpu());
    } catch (Pgroll.FailedException e) {
      System.out.println("Without pgroll: " + e.getMessage());
    }
  }

  private void measure(String name, BackfillWays.Way way) throws Exception {
    report(name, meter.measure(way));
  }

  private void report(String name, BackfillFigures f) {
    all.put(name, f);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bench", "backfill");
    fields.put("line", what.name());
    fields.put("way", name);
    fields.put("rows", what.table().rows());
    fields.putAll(f.fields());
    if (all.containsKey(UPDATE)) {
      fields.putAll(f.ratiosTo(all.get(UPDATE)));
    }
    fields.put("p99_to_idle", f.p99To(all.get(IDLE)));
    if (all.containsKey(COMPUTING)) {
      fields.put("p99_to_busy", f.p99To(all.get(COMPUTING)));
    }
    Report.line(fields);
  }

  /** For machines; ours without pauses. */
  private void result(String line) {
    BackfillFigures update = all.get(UPDATE);
    BackfillFigures ours = all.get(OURS);
    System.out.printf(
        Locale.ROOT,
        "bench=backfill%s wall_ratio=%.2f cpu_ratio=%.2f wal_ratio=%.2f p99_ratio=%.2f max_ms=%.1f%n",
        line,
        ours.seconds() / update.seconds(),
        ours.cpu() / update.cpu(),
        ours.walMb() / update.walMb(),
        ours.p99To(all.get(IDLE)),
        ours.oltp().max());
  }
}
