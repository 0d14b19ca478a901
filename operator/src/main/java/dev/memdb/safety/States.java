package dev.memdb.safety;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Columns that say in which state a row is, and since when; known by their names. */
final class States {
  private static final Pattern STATE =
      Pattern.compile("status|state|phase|kind|.*_status|.*_state|.*_phase|.*_kind|.*_type");

  private static final Pattern LIFECYCLE =
      Pattern.compile("status|state|phase|.*_status|.*_state|.*_phase");

  /** Lists that others keep, and that grow. */
  private static final Pattern OPEN =
      Pattern.compile(
          ".*(?:media|mime|content|data|file|us|country|address|http|exit|response|grpc)_(?:type|state|status)");

  private static final Pattern CREATION =
      Pattern.compile(
          ".*(?:creat|insert|add|occur|start|receiv|queued|submitt|request|enqueu).*|ts|timestamp|at|date");

  private static final Pattern CHANGE = Pattern.compile(".*(?:updat|modif|chang|touch).*");

  private static final Set<String> WORDS =
      Set.of("text", "varchar", "bpchar", "citext", "int2", "int4", "int8");

  private static final Set<String> TIMES = Set.of("timestamptz", "timestamp", "date");

  private States() {}

  /** Whether it has one of a few words or numbers, which only its name tells. */
  static boolean isState(Column column, Schema schema) {
    String name = column.name.toLowerCase(Locale.ROOT);
    return STATE.matcher(name).matches()
        && !OPEN.matcher(name).matches()
        && column.type != null
        && !column.type.array()
        && !column.generated
        && column.type.isBuiltin()
        && WORDS.contains(column.type.name())
        && schema.type(column.type).isEmpty();
  }

  /** Whether the row goes from one state to another. */
  static boolean isLifecycle(Column column) {
    return LIFECYCLE.matcher(column.name.toLowerCase(Locale.ROOT)).matches()
        && column.type != null
        && !column.generated
        && !OPEN.matcher(column.name.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether a CHECK lists its values, or another table does. */
  static boolean isConstrained(Table table, Column column) {
    return table.constraints.values().stream()
        .anyMatch(
            c ->
                c.columns.contains(column.name)
                    && (c.references != null
                        || (c.kind == Constraint.Kind.CHECK
                            && (c.expression == null
                                || ValueLists.gives(c.expression, column.name)))));
  }

  static boolean isCreation(String column) {
    return CREATION.matcher(column.toLowerCase(Locale.ROOT)).matches();
  }

  static boolean isChange(String column) {
    return CHANGE.matcher(column.toLowerCase(Locale.ROOT)).matches();
  }

  static boolean isTime(SqlType type) {
    return type == null || TIMES.contains(type.name());
  }
}
