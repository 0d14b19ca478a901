package dev.memdb.chaos;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Cycles of faults while rows are filled; the arguments are those of {@link KillTest}. Its last
 * line counts rows that were missed, filled twice or left stale, and cycles that did not end.
 */
public final class FillKillTest {
  private static final int SEEDS = 1_000_000_000;

  /** So often a cycle is repeated in which no fault has hit anything. */
  private static final int TRIES = 5;

  private FillKillTest() {}

  public static void main(String[] arguments) {
    List<String> options = List.of(arguments);
    int seedAt = options.indexOf("--seed") + 1;
    long seed =
        seedAt > 0
            ? Long.parseLong(options.get(seedAt))
            : ThreadLocalRandom.current().nextInt(SEEDS);
    boolean clean = false;
    try {
      clean =
          run(Integer.parseInt(options.get(0)), seed, options.contains("--verbose"), System.out);
    } catch (RuntimeException e) { // the test itself has failed, which is not a pass either
      e.printStackTrace(System.out);
    }
    System.exit(clean ? 0 : 1);
  }

  /**
   * Runs the cycles.
   *
   * @param cycles that count: in which at least one fault has hit a running fill
   * @param seed of the first cycle; each of the others is drawn from the one before it
   * @return true: nothing was missed, filled twice, stale or stuck
   */
  static boolean run(int cycles, long seed, boolean verbose, PrintStream out) {
    out.println("seed=" + seed);
    List<FillCycle.Result> results = new ArrayList<>();
    int repeated = 0;
    try (FillArena arena = new FillArena()) {
      long next = seed;
      for (int number = 1; results.size() < cycles; number++) {
        FillCycle.Result result = cycle(arena, number, next, verbose, out);
        next = new SplittableRandom(next).split().nextInt(SEEDS);
        if (result.counts()) {
          results.add(result);
        } else if (++repeated > TRIES * cycles) {
          throw new IllegalStateException("the faults hit no running fill: it is over too soon");
        }
      }
    }
    out.printf("hits=%s repeated=%d%n", hits(results), repeated);
    out.printf(
        "cycles=%d rows_missed=%d rows_twice=%d rows_stale=%d stuck=%d%n",
        results.size(),
        results.stream().mapToLong(r -> r.count().missed()).sum(),
        results.stream().mapToLong(r -> r.count().twice()).sum(),
        results.stream().mapToLong(r -> r.count().stale()).sum(),
        results.stream().filter(FillCycle.Result::stuck).count());
    return results.stream().allMatch(FillCycle.Result::clean);
  }

  /** How many faults of each kind have hit a running fill. */
  private static Map<FillFault.Kind, Long> hits(List<FillCycle.Result> results) {
    return results.stream()
        .flatMap(r -> r.hits().stream())
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  private static FillCycle.Result cycle(
      FillArena arena, int number, long seed, boolean verbose, PrintStream out) {
    long start = System.nanoTime();
    FillCycle cycle = new FillCycle(arena, "fill-" + number, seed);
    FillCycle.Result result = cycle.run();
    out.printf(
        Locale.ROOT,
        "cycle=%d seed=%d rows_missed=%d rows_twice=%d rows_stale=%d stuck=%d writes=%d took_s=%.1f hits=%s missed=%s%s%n",
        number,
        seed,
        result.count().missed(),
        result.count().twice(),
        result.count().stale(),
        result.stuck() ? 1 : 0,
        result.writes(),
        (System.nanoTime() - start) / 1e9,
        result.hits(),
        result.missed(),
        result.counts() ? "" : " (repeated: nothing was hit)");
    if (verbose && result.evidence().isEmpty()) {
      cycle.diary().forEach(out::println);
    }
    result.evidence().forEach(out::println);
    return result;
  }
}
