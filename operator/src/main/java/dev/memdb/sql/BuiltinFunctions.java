package dev.memdb.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions of {@code pg_catalog} that every supported PostgreSQL has, that depend on nothing
 * but their arguments and the catalogs, and read no table that they are given by name.
 */
public final class BuiltinFunctions {
  private static final Set<String> NAMES = load();

  private BuiltinFunctions() {}

  /** Whether it is one of them, by its name without a schema. */
  public static boolean contains(String function) {
    return NAMES.contains(function);
  }

  static Set<String> names() {
    return NAMES;
  }

  private static Set<String> load() {
    try (InputStream in = BuiltinFunctions.class.getResourceAsStream("builtin-functions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("builtin-functions.txt cannot be read", e);
    }
  }
}
