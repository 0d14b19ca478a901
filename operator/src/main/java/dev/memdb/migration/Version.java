package dev.memdb.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A migration's version, compared as Flyway does. */
public record Version(String text) implements Comparable<Version> {
  private static final Pattern SHAPE = Pattern.compile("\\d+([._]\\d+)*");

  public static Version of(String text) {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException("not a version: " + text);
    }
    List<String> parts = new ArrayList<>();
    for (String part : text.split("[._]", -1)) {
      parts.add(part.replaceFirst("^0+(?=\\d)", ""));
    }
    return new Version(String.join(".", parts));
  }

  private List<String> significant() {
    List<String> parts = new ArrayList<>(List.of(text.split("\\.", -1)));
    while (parts.size() > 1 && parts.get(parts.size() - 1).equals("0")) {
      parts.remove(parts.size() - 1);
    }
    return parts;
  }

  @Override
  public int compareTo(Version other) {
    List<String> mine = significant();
    List<String> theirs = other.significant();
    for (int i = 0; i < Math.max(mine.size(), theirs.size()); i++) {
      String a = i < mine.size() ? mine.get(i) : "0";
      String b = i < theirs.size() ? theirs.get(i) : "0";
      int byLength = Integer.compare(a.length(), b.length());
      int order = byLength != 0 ? byLength : a.compareTo(b);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Version version && significant().equals(version.significant());
  }

  @Override
  public int hashCode() {
    return significant().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
