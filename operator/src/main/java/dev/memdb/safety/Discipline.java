package dev.memdb.safety;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What tables should have when all files have run: indexes for their foreign keys, rules for their
 * states. It is said of the statement that has made them.
 */
final class Discipline {
  /** Indexes that do not lead to single rows. */
  private static final Set<String> SUMMARIES = Set.of("brin", "gin", "bloom");

  private final Schema schema;
  private final List<Made> columns = new ArrayList<>();
  private final List<Made> keys = new ArrayList<>();
  private final Map<Name, Made> tables = new HashMap<>();

  /** A thing that a statement has made. */
  private record Made(Name table, String name, Scene scene, Report report) {}

  Discipline(Schema schema) {
    this.schema = schema;
  }

  /** Notes what a statement has made. */
  void after(Scene scene, Report report) {
    for (Scene part : scene.all()) {
      switch (part.statement.kind()) {
        case "CreateStmt" -> created(part, report);
        case "AlterTableStmt" -> altered(part, report);
        default -> {}
      }
    }
  }

  private void created(Scene scene, Report report) {
    Name name = schema.name(scene.statement.node().path("relation"));
    Table table = schema.tables.get(name);
    if (table == null || table.temporary || table.parent != null || !scene.isNew(table)) {
      return;
    }
    tables.put(name, new Made(name, "", scene, report));
    table.columns.keySet().forEach(c -> columns.add(new Made(name, c, scene, report)));
    table.constraints.values().stream()
        .filter(c -> c.references != null)
        .forEach(c -> keys.add(new Made(name, c.name, scene, report)));
  }

  private void altered(Scene scene, Report report) {
    Table table = schema.tables.get(schema.name(scene.statement.node().path("relation")));
    if (table == null) {
      return;
    }
    table.columns.values().stream()
        .filter(c -> c.file == scene.file && scene.file >= 0)
        .filter(c -> columns.stream().noneMatch(m -> isOf(m, table, c.name)))
        .forEach(c -> columns.add(new Made(table.name, c.name, scene, report)));
    table.constraints.values().stream()
        .filter(c -> c.references != null && c.file == scene.file)
        .filter(c -> keys.stream().noneMatch(m -> isOf(m, table, c.name)))
        .forEach(c -> keys.add(new Made(table.name, c.name, scene, report)));
  }

  private static boolean isOf(Made made, Table table, String name) {
    return made.table().equals(table.name) && made.name().equals(name);
  }

  /** All files have run: says what is still missing. */
  void finish() {
    keys.forEach(this::key);
    columns.forEach(this::column);
    tables.values().forEach(this::table);
  }

  private void key(Made made) {
    Table table = schema.known(made.table());
    Constraint key = table == null ? null : table.constraints.get(made.name());
    if (key == null || !table.known || key.columns.isEmpty()) {
      return;
    }
    boolean indexed = schema.indexesOf(table).stream().anyMatch(i -> leads(i, key.columns));
    if (!indexed) {
      String columns = String.join(", ", key.columns.stream().map(Name::quoted).toList());
      say(
          made,
          "foreign-key-without-index",
          "no index of "
              + table.name
              + " begins with ("
              + columns
              + "): each DELETE and key change in "
              + key.references
              + " reads the whole table.",
          null);
    }
  }

  /** Whether an index finds the rows of a key, in whatever order it has the columns. */
  private static boolean leads(Index index, List<String> columns) {
    int count = Math.min(columns.size(), index.columns.size());
    List<String> leading = index.columns.subList(0, count);
    return leading.size() == columns.size()
        && leading.containsAll(columns)
        && index.valid
        && !SUMMARIES.contains(index.method)
        && (!index.isPartial()
            || Expressions.holdsUnlessNull(index.definition.path("whereClause"), columns));
  }

  private void column(Made made) {
    Table table = schema.known(made.table());
    Column column = table == null ? null : table.columns.get(made.name());
    if (column == null || !States.isState(column, schema)) {
      return;
    }
    if (!States.isConstrained(table, column)) {
      say(
          made,
          "status-column-unconstrained",
          table.name
              + "."
              + Name.quoted(column.name)
              + " takes any value: a misspelt state is found by nobody.",
          null);
    }
    boolean indexed =
        schema.indexesOf(table).stream()
            .anyMatch(i -> i.isPartial() || Objects.equals(column.name, first(i)));
    if (!indexed && table.known) {
      say(
          made,
          "status-column-unindexed",
          "no index of " + table.name + " helps to find rows by " + Name.quoted(column.name) + ".",
          null);
    }
  }

  private static String first(Index index) {
    return index.columns.isEmpty() ? null : index.columns.get(0);
  }

  private void table(Made made) {
    Table table = schema.known(made.table());
    boolean mutable =
        table != null
            && table.known
            && table.columns.values().stream().anyMatch(c -> States.isLifecycle(c));
    if (!mutable) {
      return;
    }
    Set<String> names = table.columns.keySet();
    boolean created = names.stream().anyMatch(States::isCreation);
    boolean changed = names.stream().anyMatch(States::isChange);
    if (!created || !changed) {
      boolean timeless = table.columns.values().stream().noneMatch(c -> States.isTime(c.type));
      say(
          made,
          "mutable-table-without-lifecycle-columns",
          table.name
              + " has a state that changes, and no "
              + (created ? "updated_at" : changed ? "created_at" : "created_at and updated_at")
              + ": nobody can tell since when a row is what it is.",
          timeless ? null : Severity.NOTICE);
    }
  }

  private static void say(Made made, String rule, String message, Severity severity) {
    made.report().add(rule, severity, made.scene().statement, message);
  }
}
