package dev.memdb.report;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What looks and runs have come to, over all resources, since this process began. Every outcome is
 * there from the start with 0: a rate would not see the first one otherwise. There are no
 * exemplars: they need a tracer, which Micrometer leaves out.
 */
public final class TaskMeters {
  /** In seconds: milliseconds on a quiet server, 30 s until a look's statement gives up. */
  private static final double[] LOOK = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30};

  /** In seconds: some small files, or an index over a large table. */
  private static final double[] RUN = {0.1, 0.25, 0.5, 1, 2.5, 10, 30, 60, 300, 900, 3600, 14_400};

  private final Counter looks;
  private final Histogram lookDuration;
  private final Counter runs;
  private final Histogram runDuration;
  private final Counter applied;
  private final Counter lockTimeouts;
  private final Counter errors;

  /** How a look ended. */
  public enum Look {
    /** The database answered. */
    SEEN,
    /** It could not be read. */
    FAILED
  }

  /** How a run ended. */
  public enum Run {
    /** The database is where it should be. */
    DONE,
    /** Something that passes by itself; it is tried again. */
    POSTPONED,
    /** A person has to mend something. */
    STOPPED,
    /** It was told to stop. */
    CANCELLED
  }

  /** Meters that stand at 0, registered. */
  public TaskMeters(PrometheusRegistry registry) {
    looks = outcomes(registry, "memdb_looks_total", "looks that have ended", Look.values());
    lookDuration = duration(registry, "memdb_look_duration_seconds", "how long a look took", LOOK);
    runs = outcomes(registry, "memdb_runs_total", "runs that have ended", Run.values());
    runDuration =
        duration(
            registry,
            "memdb_run_duration_seconds",
            "how long a run took, with its wait for the migration lock",
            RUN);
    applied = counter(registry, "memdb_migrations_applied_total", "versions that were committed");
    lockTimeouts =
        counter(
            registry,
            "memdb_lock_timeouts_total",
            "runs that gave up because a statement waited for its lock as long as it may");
    errors =
        counter(
            registry, "memdb_task_errors_total", "looks and runs that a defect of memdb has ended");
  }

  /** A look has ended, after so long. */
  public void looked(Look outcome, Duration took) {
    looks.labelValues(text(outcome)).inc();
    lookDuration.observe(seconds(took));
  }

  /**
   * A run has ended.
   *
   * @param versions how many it has committed
   * @param took without the time that it waited for its turn
   */
  public void ran(Run outcome, int versions, Duration took) {
    runs.labelValues(text(outcome)).inc();
    applied.inc(versions);
    runDuration.observe(seconds(took));
  }

  /** A run has ended because of a lock; it is one of the postponed. */
  public void lockTimedOut() {
    lockTimeouts.inc();
  }

  /** A look or a run has ended in a way that nobody has thought of. */
  public void erred() {
    errors.inc();
  }

  private static Counter outcomes(
      PrometheusRegistry registry, String name, String help, Enum<?>... outcomes) {
    Counter counter =
        Counter.builder()
            .name(name)
            .help(help)
            .labelNames("outcome")
            .withoutExemplars()
            .register(registry);
    Stream.of(outcomes).forEach(outcome -> counter.initLabelValues(text(outcome)));
    return counter;
  }

  private static Counter counter(PrometheusRegistry registry, String name, String help) {
    return Counter.builder().name(name).help(help).withoutExemplars().register(registry);
  }

  private static Histogram duration(
      PrometheusRegistry registry, String name, String help, double... upTo) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .unit(Unit.SECONDS)
        .classicOnly()
        .classicUpperBounds(upTo)
        .withoutExemplars()
        .register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String text(Enum<?> outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
