package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;

/** What libpg_query says of a text. */
sealed interface Answer {

  /** It is valid, and this is its tree. */
  record Tree(JsonNode json) implements Answer {}

  /**
   * It is not.
   *
   * @param message PostgreSQL's own
   * @param codePoint where, counted from 1 in code points; 0 when nobody says
   */
  record Rejected(String message, int codePoint) implements Answer {}
}
