package dev.memdb.apply.healing;

import java.util.List;

/** A statement that can simply run again, such as VACUUM. */
record Repeatable() implements Leftovers {
  @Override
  public Touched touched() {
    return Touched.NOTHING;
  }

  @Override
  public String before() {
    return "{}";
  }

  @Override
  public boolean happenedBefore() {
    return false;
  }

  @Override
  public List<String> clear() {
    return List.of(); // nothing stays behind
  }
}
