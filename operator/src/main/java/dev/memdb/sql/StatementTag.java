package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;

final class StatementTag {
  private StatementTag() {}

  static String of(String kind, JsonNode node) {
    return kind;
  }
}
