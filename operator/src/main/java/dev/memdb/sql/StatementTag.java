package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What people call a statement, read from {@code tags.properties}. */
final class StatementTag {
  private static final String OBJECT = "OBJECT_";
  private static final Properties WORDS = load();

  private StatementTag() {}

  /** The tag, such as {@code DROP MATERIALIZED VIEW}; the kind itself when it is a new one. */
  static String of(String kind, JsonNode node) {
    String pattern = WORDS.getProperty(kind, kind);
    int open = pattern.indexOf('{');
    if (open < 0) {
      return pattern;
    }
    int close = pattern.indexOf('}', open);
    String field = pattern.substring(open + 1, close);
    return pattern.substring(0, open)
        + words(kind + "." + field + ".", node.path(field).asText())
        + pattern.substring(close + 1);
  }

  private static String words(String prefix, String value) {
    String own = WORDS.getProperty(prefix + value);
    if (own != null) {
      return own;
    }
    String plain = value.startsWith(OBJECT) ? value.substring(OBJECT.length()) : value;
    return WORDS.getProperty(value, plain.replace('_', ' '));
  }

  private static Properties load() {
    try (InputStream in = StatementTag.class.getResourceAsStream("tags.properties")) {
      var words = new Properties();
      words.load(in);
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException("tags.properties cannot be read", e);
    }
  }
}
