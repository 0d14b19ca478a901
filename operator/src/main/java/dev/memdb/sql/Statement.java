package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;

/** One statement of a script. */
public record Statement(String text, int offset, int line, JsonNode tree) {
  public String kind() {
    return tree.fieldNames().next();
  }

  public String tag() {
    return kind();
  }
}
