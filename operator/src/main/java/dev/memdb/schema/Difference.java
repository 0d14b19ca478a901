package dev.memdb.schema;

/** stub */
public record Difference(String text) {
  public String describe() {
    return text;
  }

  public boolean blocksParity() {
    return true;
  }
}
