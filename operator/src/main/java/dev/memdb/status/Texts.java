package dev.memdb.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Texts as they may stand in a status: times in whole seconds, and nothing without a bound. */
final class Texts {
  /** The resource definition's {@code maxLength} of a note. */
  static final int NOTE = 1024;

  /** A condition may hold 32768 characters, but nobody reads more than this. */
  static final int MESSAGE = 1000;

  /** One line of drift, a step, the name of a source. */
  static final int LINE = 256;

  private Texts() {}

  /** RFC 3339. The API conventions know no fractions of a second. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Like {@code 340ms}, {@code 1.2s} or {@code 3m20s}. */
  static String duration(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
    }
    return duration.toMinutes() + "m" + duration.toSecondsPart() + "s";
  }

  /** The text, or its beginning and an ellipsis; never half of a surrogate pair. */
  static String bounded(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = length - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
