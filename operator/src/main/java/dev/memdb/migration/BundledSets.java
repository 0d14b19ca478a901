package dev.memdb.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The sets of migrations that ship with the operator, as resources on the classpath. */
public final class BundledSets {
  private static final List<String> NAMES = List.of("memory-core");
  private static final String ROOT = "/dev/memdb/bundled/";

  private BundledSets() {}

  /** The names that {@code spec.migrations.bundled} may have. */
  public static List<String> names() {
    return NAMES;
  }

  /** The files of a set by name; empty when there is no set of that name. */
  public static Optional<Map<String, byte[]>> files(String name) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    String folder = ROOT + name + "/";
    var files = new TreeMap<String, byte[]>();
    new String(read(folder + "index"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(file -> files.put(file, read(folder + file)));
    return Optional.of(files);
  }

  private static byte[] read(String resource) {
    try (InputStream in = BundledSets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the operator was built without " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " cannot be read", e);
    }
  }
}
