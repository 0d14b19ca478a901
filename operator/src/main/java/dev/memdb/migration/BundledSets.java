package dev.memdb.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Interim. */
public final class BundledSets {
  private BundledSets() {}

  public static Optional<Map<String, byte[]>> files(String name) {
    if (!names().contains(name)) {
      return Optional.empty();
    }
    String base = "/dev/memdb/bundled/" + name + "/";
    try (InputStream in = BundledSets.class.getResourceAsStream(base + "index")) {
      Map<String, byte[]> files = new TreeMap<>();
      for (String f : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        try (InputStream file = BundledSets.class.getResourceAsStream(base + f)) {
          files.put(f, file.readAllBytes());
        }
      }
      return Optional.of(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<String> names() {
    return List.of("memory-core");
  }
}
