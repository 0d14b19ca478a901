package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What ALTER TABLE does to a column that is there. */
final class ColumnForms {
  /** The first version that believes a CHECK instead of reading the rows. */
  private static final int PROOFS = 12;

  private ColumnForms() {}

  static void setNotNull(Alter alter, String column, JsonNode at) {
    for (Table table : alter.all()) {
      boolean read = alter.scene().stores(table) && !isProven(alter.scene(), table, column);
      if (read) {
        boolean own = table == alter.table();
        String rule = own || alter.scene().mayHaveRows(table) ? "adding-not-nullable-field" : null;
        String what = "SET NOT NULL on " + Name.quoted(column);
        alter.scene().does(table, alter.mode(), Work.SCAN, rule, what, at);
      }
      table.column(column).notNull = true;
      table.constraints.values().stream()
          .filter(c -> c.kind == Constraint.Kind.NOT_NULL && c.columns.contains(column))
          .forEach(c -> c.valid = true);
    }
  }

  /** Whether PostgreSQL knows without reading that no row has NULL there. */
  static boolean isProven(Scene scene, Table table, String column) {
    Column known = table.columns.get(column);
    if (known != null && Boolean.TRUE.equals(known.notNull)) {
      return true;
    }
    return scene.major >= PROOFS
        && table.constraints.values().stream().anyMatch(c -> c.valid && proves(c, column));
  }

  /** A constraint that nobody has shown, but that was validated, is what its name says. */
  private static boolean proves(Constraint constraint, String column) {
    if (constraint.kind == Constraint.Kind.NOT_NULL) {
      return constraint.columns.contains(column);
    }
    if (constraint.kind != Constraint.Kind.CHECK) {
      return false;
    }
    return constraint.expression == null
        ? constraint.name.contains(column)
        : Expressions.provesNotNull(constraint.expression, column);
  }

  static void dropNotNull(Alter alter, String column) {
    alter
        .scene()
        .says(
            "ban-drop-not-null",
            "DROP NOT NULL lets NULL into "
                + alter.table().name
                + ": what reads the column must be ready for it.",
            null);
    for (Table table : alter.all()) {
      table.column(column).notNull = false;
      table
          .constraints
          .values()
          .removeIf(c -> c.kind == Constraint.Kind.NOT_NULL && c.columns.contains(column));
    }
  }

  static void defaults(Alter alter, JsonNode command) {
    String column = command.path("name").asText();
    alter.all().forEach(t -> t.column(column).hasDefault = command.has("def"));
  }

  static void expression(Alter alter, JsonNode command) {
    String column = Name.quoted(command.path("name").asText());
    Column known = alter.table().columns.get(command.path("name").asText());
    if (known == null || !known.virtual) {
      alter.does(Work.REWRITE, "adding-field-with-default", "SET EXPRESSION of " + column, command);
    }
  }

  static void drop(Alter alter, JsonNode command) {
    String column = command.path("name").asText();
    Scene scene = alter.scene();
    String what = "DROP COLUMN " + Name.quoted(column);
    Drops.column(alter, column, what);
    boolean cascades = command.path("behavior").asText().equals("DROP_CASCADE");
    for (Table table : alter.all()) {
      References.dropAll(scene, table, c -> c.columns.contains(column), what);
      if (cascades) {
        Drops.dependents(scene, table, column);
        Drops.keysTo(scene, table, c -> c.referenced.contains(column), what);
      }
      table.columns.remove(column);
      table.constraints.values().removeIf(c -> c.columns.contains(column));
      scene.schema.indexes.values().removeIf(i -> i.table.equals(table.name) && names(i, column));
    }
  }

  static boolean names(Index index, String column) {
    return index.columns.contains(column)
        || (index.definition != null && Expressions.columns(index.definition).contains(column));
  }

  static void type(Alter alter, JsonNode command) {
    JsonNode definition = command.path("def").path("ColumnDef");
    String column = command.path("name").asText();
    SqlType to = SqlType.of(definition.path("typeName"));
    String collation =
        definition.has("collClause")
            ? Trees.lastName(definition.path("collClause").path("collname"))
            : null;
    String what = "the new type of " + Name.quoted(column);
    var wanted = new Wanted(to, collation, definition);
    Map<Table, Work> works = new LinkedHashMap<>();
    alter.all().forEach(t -> works.put(t, work(alter, t, t.column(column), wanted)));
    Work worst = works.values().stream().max(Comparator.naturalOrder()).orElse(Work.NONE);
    if (worst != Work.NONE) {
      alter
          .scene()
          .does(alter.table(), alter.mode(), worst, "changing-column-type", what, definition);
    }
    works.forEach(
        (table, work) -> {
          if (table != alter.table()) {
            alter.scene().does(table, alter.mode(), work, null, what, definition);
          }
          lockOtherSides(alter.scene(), table, column);
          table.column(column).type = to.stored();
          table.column(column).collation = collation;
        });
  }

  /** What a column is to become. */
  private record Wanted(SqlType type, String collation, JsonNode definition) {}

  private static Work work(Alter alter, Table table, Column column, Wanted wanted) {
    TypeChange.Outcome outcome = outcome(alter.schema(), column, wanted);
    if (outcome == TypeChange.Outcome.REWRITE || outcome == TypeChange.Outcome.UNKNOWN) {
      return Work.REWRITE;
    }
    List<Index> indexes =
        alter.schema().indexesOf(table).stream().filter(i -> names(i, column.name)).toList();
    boolean sorted =
        outcome == TypeChange.Outcome.INDEXES
            || !java.util.Objects.equals(wanted.collation(), column.collation);
    boolean partition = table != alter.table() && alter.table().isPartitioned();
    boolean rebuilt =
        indexes.stream()
            .anyMatch(i -> sorted || isComputed(i) || (partition && isOfParent(alter, i)));
    if (rebuilt) {
      return Work.INDEX_BUILD;
    }
    boolean checked =
        table.constraints.values().stream()
            .anyMatch(
                c -> c.valid && c.kind == Constraint.Kind.CHECK && c.columns.contains(column.name));
    return checked ? Work.SCAN : Work.NONE;
  }

  /** The index of a partitioned table is made anew, and with it those of the partitions. */
  private static boolean isOfParent(Alter alter, Index index) {
    return alter.schema().indexesOf(alter.table()).stream()
        .anyMatch(i -> i.columns.equals(index.columns));
  }

  /** Whether it has an expression or a condition, which are built again whatever changes. */
  private static boolean isComputed(Index index) {
    return index.isPartial() || index.hasExpression();
  }

  private static TypeChange.Outcome outcome(Schema schema, Column column, Wanted wanted) {
    JsonNode using = wanted.definition().path("raw_default");
    if (using.isMissingNode()) {
      return TypeChange.of(column.type, wanted.type(), schema);
    }
    JsonNode inner = Expressions.withoutCasts(using);
    if (!Trees.lastName(inner.path("ColumnRef").path("fields")).equals(column.name)) {
      return TypeChange.Outcome.REWRITE;
    }
    return through(schema, column.type, using, wanted.type());
  }

  /** The worst of all steps of a chain of casts. */
  private static TypeChange.Outcome through(
      Schema schema, SqlType from, JsonNode using, SqlType last) {
    var steps = new java.util.ArrayDeque<SqlType>();
    steps.push(last);
    for (JsonNode cast = using; cast.has("TypeCast"); cast = cast.path("TypeCast").path("arg")) {
      steps.push(SqlType.of(cast.path("TypeCast").path("typeName")));
    }
    TypeChange.Outcome worst = TypeChange.Outcome.FREE;
    SqlType at = from;
    for (SqlType next : steps) {
      TypeChange.Outcome outcome = TypeChange.of(at, next, schema);
      worst = outcome.compareTo(worst) > 0 ? outcome : worst;
      at = next.stored();
    }
    return worst;
  }

  /** Foreign keys on the column, and those that refer to it, are made again. */
  private static void lockOtherSides(Scene scene, Table table, String column) {
    table.constraints.values().stream()
        .filter(c -> c.references != null && c.columns.contains(column))
        .map(c -> scene.schema.table(c.references))
        .toList()
        .forEach(t -> scene.locks(t, LockMode.ACCESS_EXCLUSIVE));
    scene.schema.referencesTo(table).stream()
        .filter(r -> r.key().referenced.contains(column))
        .toList()
        .forEach(r -> scene.locks(r.table(), LockMode.ACCESS_EXCLUSIVE));
  }
}
