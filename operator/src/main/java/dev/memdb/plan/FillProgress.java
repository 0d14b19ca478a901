package dev.memdb.plan;

import dev.memdb.backfill.BackfillState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far a backfill is, as numbers for people. Speed is an average over all the time since it
 * began, pauses included: what remains is then an honest estimate.
 *
 * @param percent of the table's blocks, 0 to 100
 * @param rowsPerSecond empty: nothing has been filled yet
 * @param remaining empty: not known
 * @param hotPercent of the filled rows, those updated in place; empty: nothing filled yet
 */
public record FillProgress(
    int percent, OptionalLong rowsPerSecond, Optional<Duration> remaining, OptionalInt hotPercent) {
  /** Below this an average says nothing. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** The progress at a moment. */
  public static FillProgress of(BackfillState state, Instant now) {
    Duration since = Duration.between(state.startedAt(), now);
    long done = Math.min(state.blocksDone(), state.blocks());
    boolean known = since.compareTo(SOON) > 0 && done > 0 && state.rows() > 0;
    return new FillProgress(
        state.blocks() == 0 ? 100 : (int) (100 * done / state.blocks()),
        known
            ? OptionalLong.of(1000 * state.rows() / Math.max(1, since.toMillis()))
            : OptionalLong.empty(),
        known
            ? Optional.of(
                Duration.ofMillis(
                    (long) ((double) since.toMillis() * (state.blocks() - done) / done)))
            : Optional.empty(),
        state.rows() > 0
            ? OptionalInt.of((int) Math.min(100, 100 * state.hotRows() / state.rows()))
            : OptionalInt.empty());
  }
}
