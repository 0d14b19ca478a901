package dev.memdb.schema;

import dev.memdb.postgres.SqlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One block of a list of changes: statements, one per line, and conditions and expectations in
 * comments.
 *
 * @param given what is made first, so that it can be changed
 * @param change what is looked at
 * @param superuser true: an owner cannot do it
 * @param fromMajor the first version that knows it
 * @param expected what the differences say, each at the beginning of one
 */
record Mutation(
    String given, String change, boolean superuser, int fromMajor, List<String> expected) {
  private static final int OLDEST = 14;

  /** Reads a list beside this class; the first block says what the list is. */
  static List<Mutation> list(String resource, int major) {
    return Arrays.stream(SqlText.resource(Mutation.class, resource).split("\n\n+"))
        .skip(1)
        .map(Mutation::of)
        .filter(m -> major >= m.fromMajor)
        .toList();
  }

  private static Mutation of(String block) {
    List<String> given = List.of();
    List<String> statements = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    boolean superuser = false;
    int from = OLDEST;
    for (String line : block.lines().toList()) {
      if (line.startsWith("--> ")) {
        expected.add(line.substring("--> ".length()));
      } else if (line.equals("-- then")) {
        given = statements;
        statements = new ArrayList<>();
      } else if (line.equals("-- as superuser")) {
        superuser = true;
      } else if (line.startsWith("-- from ")) {
        from = Integer.parseInt(line.substring("-- from ".length()));
      } else {
        statements.add(line);
      }
    }
    return new Mutation(
        String.join(";\n", given), String.join(";\n", statements), superuser, from, expected);
  }

  @Override
  public String toString() {
    return change;
  }
}
