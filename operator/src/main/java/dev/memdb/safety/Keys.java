package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Constraints as they are written, made into what the schema keeps. */
final class Keys {
  private Keys() {}

  /**
   * A constraint of a table.
   *
   * @param column the column that it stands at; null when it is one of the table's own
   */
  static Constraint of(Schema schema, Table table, JsonNode node, String column) {
    Constraint.Kind kind = kind(node);
    List<String> columns = columns(node, column);
    Constraint made = new Constraint(name(table, node, kind, columns), kind);
    made.columns = columns;
    made.valid = !node.path("skip_validation").asBoolean();
    if (kind == Constraint.Kind.CHECK) {
      made.expression = node.path("raw_expr");
      made.columns = List.copyOf(Expressions.columns(made.expression));
    }
    if (kind == Constraint.Kind.FOREIGN_KEY) {
      made.references = schema.name(node.path("pktable"));
      made.referenced = Trees.name(node.path("pk_attrs"));
    }
    return made;
  }

  private static Constraint.Kind kind(JsonNode node) {
    return switch (node.path("contype").asText()) {
      case "CONSTR_NOTNULL" -> Constraint.Kind.NOT_NULL;
      case "CONSTR_FOREIGN" -> Constraint.Kind.FOREIGN_KEY;
      case "CONSTR_PRIMARY" -> Constraint.Kind.PRIMARY_KEY;
      case "CONSTR_UNIQUE" -> Constraint.Kind.UNIQUE;
      case "CONSTR_EXCLUSION" -> Constraint.Kind.EXCLUDE;
      default -> Constraint.Kind.CHECK;
    };
  }

  private static List<String> columns(JsonNode node, String column) {
    if (column != null) {
      return List.of(column);
    }
    JsonNode list = node.path(node.has("fk_attrs") ? "fk_attrs" : "keys");
    return Trees.name(list);
  }

  /** The name that PostgreSQL would choose (ChooseConstraintName), long ones not cut. */
  private static String name(
      Table table, JsonNode node, Constraint.Kind kind, List<String> columns) {
    if (node.has("conname")) {
      return node.path("conname").asText();
    }
    List<String> of = columns;
    if (kind == Constraint.Kind.CHECK && columns.isEmpty()) {
      var named = new ArrayList<>(Expressions.columns(node.path("raw_expr")));
      of = named.size() == 1 ? named : List.of();
    }
    String suffix =
        switch (kind) {
          case PRIMARY_KEY -> "pkey";
          case UNIQUE -> "key";
          case FOREIGN_KEY -> "fkey";
          case NOT_NULL -> "not_null";
          case EXCLUDE -> "excl";
          case CHECK -> kind.name().toLowerCase(Locale.ROOT);
        };
    if (kind == Constraint.Kind.PRIMARY_KEY) {
      of = List.of();
    }
    String middle = of.isEmpty() ? "" : String.join("_", of) + "_";
    String base = table.name.name() + "_" + middle + suffix;
    String chosen = base;
    for (int i = 1; table.constraints.containsKey(chosen); i++) {
      chosen = base + i;
    }
    return chosen;
  }

  /** A constraint as a table that is made LIKE another has it: indexes get names of their own. */
  static Constraint like(Scene scene, Constraint constraint, Table other, Table table) {
    boolean indexed =
        scene.schema.indexesOf(other).stream().anyMatch(i -> constraint.name.equals(i.constraint));
    String prefix = other.name.name() + "_";
    String rest =
        constraint.name.startsWith(prefix) ? constraint.name.substring(prefix.length()) : "";
    Constraint copy =
        constraint.copy(
            indexed ? table.name.name() + "_" + (rest.isEmpty() ? "key" : rest) : constraint.name);
    copy.valid = true;
    return copy;
  }

  /** Keeps a constraint that is there from now on, with the index that it has. */
  static void keep(Scene scene, Table table, Constraint constraint) {
    constraint.file = scene.file;
    table.constraints.put(constraint.name, constraint);
    switch (constraint.kind) {
      case PRIMARY_KEY -> {
        constraint.columns.forEach(c -> table.column(c).notNull = true);
        index(scene, table, constraint);
      }
      case UNIQUE, EXCLUDE -> index(scene, table, constraint);
      case NOT_NULL -> {
        if (constraint.valid) {
          constraint.columns.forEach(c -> table.column(c).notNull = true);
        }
      }
      default -> {}
    }
  }

  private static void index(Scene scene, Table table, Constraint constraint) {
    var index = new Index(new Name(table.name.schema(), constraint.name), table.name);
    index.columns = constraint.columns;
    index.unique = constraint.kind != Constraint.Kind.EXCLUDE;
    index.constraint = constraint.name;
    index.bornIn = scene.course.number();
    scene.schema.indexes.put(index.name, index);
  }
}
