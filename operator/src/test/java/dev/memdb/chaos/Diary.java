package dev.memdb.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** What happened in one cycle, and when; told only when the cycle went wrong. */
final class Diary {
  private final Instant begin = Instant.now();
  private final List<String> lines = new ArrayList<>();

  void note(String text) {
    double seconds = Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    lines.add(String.format(Locale.ROOT, "%s (+%7.3f s) ", Instant.now(), seconds) + text);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Lets time pass: the moment of a fault is drawn, not waited for. */
  static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
