package dev.memdb.sql;

/** Where things stand in a script, for people and for Java. For one thread. */
public final class Positions {
  private final Script script;

  public Positions(String text) {
    script = new Script(text);
  }

  /** The index of the character at a {@code location} of the parser's trees. */
  public int at(int location) {
    return script.charAtByte(location);
  }

  /** The line of a character, counted from 1. */
  public int line(int offset) {
    return script.line(offset);
  }

  /** The column of a character in code points, counted from 1. */
  public int column(int offset) {
    return script.column(offset);
  }
}
