package dev.memdb.sql;

/**
 * The parser could not finish, so nothing is known about the text, and its instance is of no more
 * use. The message goes on from "it cannot be parsed:".
 */
final class ParserStopped extends RuntimeException {
  ParserStopped(String message, Throwable cause) {
    super(message, cause);
  }
}
