package dev.memdb.chaos;

import dev.memdb.testkit.ApiServer;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Cycles of faults, one line each, and the evidence of every one that went wrong.
 *
 * <p>Arguments: the number of cycles; {@code --seed N} to repeat what another run has printed (a
 * seed decides which faults are made and when; what they hit depends on the machine as well);
 * {@code --verbose} to be told what happened in cycles that went well.
 */
public final class KillTest {
  private static final int SEEDS = 1_000_000_000;

  private final Arena arena;
  private final boolean verbose;
  private final PrintStream out;
  private final List<Outcome> outcomes = new ArrayList<>();

  private KillTest(Arena arena, boolean verbose, PrintStream out) {
    this.arena = arena;
    this.verbose = verbose;
    this.out = out;
  }

  public static void main(String[] arguments) {
    List<String> options = List.of(arguments);
    int cycles = Integer.parseInt(options.get(0));
    int seedAt = options.indexOf("--seed") + 1;
    long seed =
        seedAt > 0
            ? Long.parseLong(options.get(seedAt))
            : ThreadLocalRandom.current().nextInt(SEEDS);
    boolean verbose = options.contains("--verbose");
    boolean clean = false;
    try {
      clean = run(ApiServer.shared(), cycles, seed, verbose, System.out);
    } catch (RuntimeException e) { // the test itself has failed, which is not a pass either
      e.printStackTrace(System.out);
    }
    System.exit(clean ? 0 : 1);
  }

  /**
   * Runs the cycles.
   *
   * @param seed of the first cycle; each of the others is drawn from the one before it
   * @param verbose true: the diary of every cycle is printed
   * @return true: nothing was lost, done twice or stuck
   */
  static boolean run(ApiServer api, int cycles, long seed, boolean verbose, PrintStream out) {
    out.println("seed=" + seed);
    try (Arena arena = new Arena(api)) {
      KillTest test = new KillTest(arena, verbose, out);
      long next = seed;
      for (int i = 1; i <= cycles; i++) {
        test.cycle(i, next);
        next = new SplittableRandom(next).split().nextInt(SEEDS);
      }
      return test.summary();
    }
  }

  private void cycle(int number, long seed) {
    long start = System.nanoTime();
    Cycle cycle = new Cycle(arena, "cycle-" + number, seed);
    Outcome outcome = cycle.run();
    outcomes.add(outcome);
    out.printf(
        Locale.ROOT,
        "cycle=%d seed=%d lost=%d double=%d stuck=%d recovered_s=%.1f took_s=%.1f runs=%d builds=%d faults=%s%n",
        number,
        seed,
        outcome.lost(),
        outcome.doubled(),
        outcome.stuck() ? 1 : 0,
        seconds(outcome.recovered()),
        (System.nanoTime() - start) / 1e9,
        outcome.runs(),
        outcome.builds(),
        outcome.faults());
    if (verbose && outcome.evidence().isEmpty()) {
      cycle.diary().forEach(out::println);
    }
    outcome.evidence().forEach(out::println);
  }

  private boolean summary() {
    double[] recovered =
        outcomes.stream()
            .filter(o -> !o.stuck())
            .mapToDouble(o -> seconds(o.recovered()))
            .sorted()
            .toArray();
    double p95 =
        recovered.length == 0
            ? Double.NaN
            : recovered[(int) Math.ceil(0.95 * recovered.length) - 1];
    out.printf(
        "faults=%d migrations_interrupted=%d index_builds_interrupted=%d%n",
        outcomes.stream().mapToInt(o -> o.faults().size()).sum(),
        outcomes.stream().mapToInt(o -> Math.max(0, o.runs() - 2)).sum(),
        outcomes.stream().mapToInt(o -> Math.max(0, o.builds() - 4)).sum());
    out.printf(
        Locale.ROOT,
        "cycles=%d lost=%d double=%d stuck=%d recovered_p95_s=%.1f%n",
        outcomes.size(),
        outcomes.stream().mapToInt(Outcome::lost).sum(),
        outcomes.stream().mapToInt(Outcome::doubled).sum(),
        outcomes.stream().filter(Outcome::stuck).count(),
        p95);
    return outcomes.stream().allMatch(Outcome::clean);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
