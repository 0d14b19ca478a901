package dev.memdb.cli;

import dev.memdb.apply.PodWorker;
import dev.memdb.backfill.BackfillState;
import dev.memdb.plan.FillProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** How far a backfill is: on a terminal one line that changes, in a log a line now and then. */
final class ProgressLine implements PodWorker.Told {
  private static final int WIDTH = 30;

  /** In a log. */
  private static final long SECONDS_BETWEEN_LINES = 10;

  private final PrintWriter out;
  private final boolean terminal;
  private Instant told = Instant.MIN;
  private int length;

  private ProgressLine(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Made for what standard output is. */
  static ProgressLine on(PrintWriter out) {
    return new ProgressLine(out, isTerminal());
  }

  /** {@code System.console()} no longer tells: from Java 22 on there always is one. */
  private static boolean isTerminal() {
    try {
      Path output = Path.of("/proc/self/fd/1").toRealPath();
      return output.startsWith("/dev/pts") || output.startsWith("/dev/tty");
    } catch (IOException e) {
      return false; // no Linux, or a pipe, which has no path
    }
  }

  @Override
  public void progress(BackfillState state) {
    Instant now = Instant.now();
    if (terminal) {
      show(bar(state, now));
    } else if (told.plusSeconds(SECONDS_BETWEEN_LINES).isBefore(now)) {
      told = now;
      out.println(text(state, now));
      out.flush();
    }
  }

  @Override
  public void waits(String why) {
    if (terminal) {
      show("waits: " + why);
    } else {
      out.println("waits: " + why);
      out.flush();
    }
  }

  /** The line stays as it is. */
  void end() {
    if (terminal && length > 0) {
      out.println();
      out.flush();
    }
  }

  private void show(String line) {
    String blanks = " ".repeat(Math.max(0, length - line.length()));
    out.print("\r" + line + blanks);
    out.flush();
    length = line.length();
  }

  static String bar(BackfillState state, Instant now) {
    int full = WIDTH * FillProgress.of(state, now).percent() / 100;
    return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + text(state, now);
  }

  static String text(BackfillState state, Instant now) {
    FillProgress progress = FillProgress.of(state, now);
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "version %s: %d %%, %,d rows",
                state.version(),
                progress.percent(),
                state.rows()));
    progress
        .rowsPerSecond()
        .ifPresent(rate -> text.append(String.format(Locale.ROOT, ", %,d rows/s", rate)));
    progress.remaining().ifPresent(left -> text.append(", %ds left".formatted(left.toSeconds())));
    progress.hotPercent().ifPresent(hot -> text.append(", %d %% in place".formatted(hot)));
    if (state.failures() > 0) {
      text.append(", %d cannot be filled".formatted(state.failures()));
    }
    state.limitedBy().ifPresent(by -> text.append(", waits: ").append(by));
    return text.toString();
  }
}
