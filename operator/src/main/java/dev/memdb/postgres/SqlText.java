package dev.memdb.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** SQL that stands in {@code .sql} resources, and the quoting of what is put into SQL text. */
public final class SqlText {
  private SqlText() {}

  /**
   * Reads the resource beside a class.
   *
   * @param beside the class whose package folder holds the file
   * @param file the file's name, for example {@code state.sql}
   * @return its text without trailing white space
   */
  public static String resource(Class<?> beside, String file) {
    try (InputStream in = beside.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + file + " of " + beside.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A string constant; safe whatever {@code standard_conforming_strings} is (documentation, section
   * 4.1.2.2).
   */
  public static String literal(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character cannot be sent to PostgreSQL");
    }
    String doubled = value.replace("'", "''");
    return doubled.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : " E'" + doubled.replace("\\", "\\\\") + "'";
  }

  /** A quoted identifier (documentation, section 4.1.1). */
  public static String identifier(String name) {
    if (name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character cannot be part of a name");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
