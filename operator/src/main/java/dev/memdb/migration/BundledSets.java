package dev.memdb.migration;

import java.util.*;

/** stub */
public final class BundledSets {
  private BundledSets() {}

  public static Optional<Map<String, byte[]>> files(String n) {
    return Optional.empty();
  }

  public static List<String> names() {
    return List.of();
  }
}
