package dev.memdb.safety;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Makes a schema of what a database has said of itself: statements that would make what it has, and
 * lines {@code -- fact …} for what no statement says.
 */
final class LiveSchema {
  private static final String FACT = "-- ";

  /** Statements are parsed together up to so many characters; the parser takes a MiB. */
  private static final int TOGETHER = 100_000;

  private final Schema schema = new Schema();
  private final Course course = new Course();

  private LiveSchema() {}

  static Schema read(List<String> described) {
    var live = new LiveSchema();
    var text = new StringBuilder();
    List<String> facts = new ArrayList<>();
    for (String row : described) {
      if (row.startsWith(FACT)) {
        facts.add(row.substring(FACT.length()));
      } else {
        text.append(row).append(";\n");
      }
      if (text.length() > TOGETHER) {
        live.play(text);
      }
    }
    live.play(text);
    facts.forEach(live::fact);
    live.schema.settle();
    return live.schema;
  }

  private void play(StringBuilder text) {
    try {
      for (Statement statement : SqlParser.shared().parse(text.toString())) {
        Forms.play(
            new Scene(
                schema, course, statement, Target.NEWEST, -1, new HashSet<>(), new HashSet<>()));
      }
    } catch (SqlSyntaxException e) {
      throw new IllegalArgumentException("the database's description is not SQL: " + text, e);
    }
    text.setLength(0);
  }

  /**
   * {@code small s t}, {@code invalid s i}, {@code trigger s t name} or {@code child s t s parent
   * default}, with tabs.
   */
  private void fact(String fact) {
    String[] words = fact.split("\t", -1);
    var name = new Name(words[1], words[2]);
    switch (words[0]) {
      case "small" -> schema.table(name).small = true;
      case "invalid" -> {
        Index index = schema.indexes.get(name);
        if (index != null) {
          index.valid = false;
        }
      }
      case "child" -> {
        Table parent = schema.table(new Name(words[3], words[4]));
        Table child = schema.table(name);
        if (parent.isPartitioned()) {
          PartitionForms.join(schema, parent, child, words[5].equals("true"));
        } else {
          parent.children.add(child.name);
          child.parent = parent.name;
        }
      }
      case "trigger" -> schema.table(name).triggers.add(words[3]);
      default -> throw new IllegalArgumentException("nobody knows the fact " + fact);
    }
  }
}
