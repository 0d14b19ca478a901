package dev.memdb.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Twelve versions that take one and a half seconds, two of them indexes built CONCURRENTLY. Each
 * leaves an effect that can be counted: a row in {@code chaos.marks}, or its index.
 */
final class ChaosSet {
  /** The last version. */
  static final int VERSIONS = 12;

  static final String SCHEMA = "chaos";

  private static final List<String> FILES =
      List.of(
          "V1__marks.sql",
          "V2__items.sql",
          "V3__items_seen.sql",
          "V4__slow_key.sql",
          "V5__items_slow_key_idx.sql",
          "V6__items_seen_once.sql",
          "V6__items_seen_once.verify.sql",
          "V7__labels.sql",
          "V8__items_owner_idx.sql",
          "V9__pause.sql",
          "V10__first_labels.sql",
          "V10__first_labels.verify.sql",
          "V11__labels_item_idx.sql",
          "V12__done.sql");

  private ChaosSet() {}

  static Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : FILES) {
      files.put(name, read(name));
    }
    return files;
  }

  /** Counts what each version has done; needs schema {@code memdb} and {@code chaos.marks}. */
  static String tally() {
    return new String(read("tally.sql"), StandardCharsets.UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream in = ChaosSet.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
