package dev.memdb.migration;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The version of a migration: numbers joined by dots, compared number by number as Flyway does,
 * zeros at the end meaning nothing. {@code 1.0} equals {@code 1}.
 */
public final class Version implements Comparable<Version> {
  /** What fits into the version column of Flyway's history table. */
  static final int MAX_LENGTH = 50;

  private static final Comparator<BigInteger> BY_VALUE = Comparator.naturalOrder();

  private final String text;
  private final List<BigInteger> significant;

  private Version(List<BigInteger> parts) {
    this.text = parts.stream().map(BigInteger::toString).collect(Collectors.joining("."));
    int length = parts.size();
    while (length > 1 && parts.get(length - 1).signum() == 0) {
      length--;
    }
    this.significant = List.copyOf(parts.subList(0, length));
  }

  /**
   * Reads a version as people write it: {@code 7}, {@code 1.2} or, in file names, {@code 1_2}.
   *
   * @throws IllegalArgumentException with a message for people, when it is none
   */
  public static Version of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a version needs at least one digit");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a version has at most " + MAX_LENGTH + " characters, for the history keeps no more");
    }
    String[] parts = text.replace('_', '.').split("\\.", -1);
    for (String part : parts) {
      if (part.isEmpty() || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw new IllegalArgumentException(
            "\"" + text + "\" is no version: numbers joined by dots are, such as 7 or 1.2");
      }
    }
    return new Version(Arrays.stream(parts).map(BigInteger::new).toList());
  }

  /** As written, with dots, and without zeros in front of its numbers. */
  public String text() {
    return text;
  }

  /** Whether it is one whole number. */
  boolean isWhole() {
    return text.indexOf('.') < 0;
  }

  /** Its first number. */
  BigInteger number() {
    return significant.get(0);
  }

  @Override
  public int compareTo(Version other) {
    int common = Math.min(significant.size(), other.significant.size());
    for (int i = 0; i < common; i++) {
      int order = BY_VALUE.compare(significant.get(i), other.significant.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(significant.size(), other.significant.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && significant.equals(version.significant);
  }

  @Override
  public int hashCode() {
    return significant.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
