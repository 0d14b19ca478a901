package dev.memdb.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Scripts that use much of PostgreSQL's grammar. */
final class Scripts {
  private Scripts() {}

  static List<String> all() {
    return List.of(read("schema.sql"), read("routines.sql"), read("data.sql"));
  }

  private static String read(String name) {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
