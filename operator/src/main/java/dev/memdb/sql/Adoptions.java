package dev.memdb.sql;

import static dev.memdb.sql.Adoption.Way.ALTERED;
import static dev.memdb.sql.Adoption.Way.KEPT;
import static dev.memdb.sql.Adoption.Way.REMOVED;
import static dev.memdb.sql.Adoption.Way.REPLACED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which objects a statement is content to find there already: {@code IF NOT EXISTS}, {@code OR
 * REPLACE}, {@code IF EXISTS}, what a DO block makes, which may have looked first, and what an
 * {@code ALTER TABLE} sets, which may be set already.
 */
public final class Adoptions {
  private static final Map<String, String> DROPPED =
      Map.ofEntries(
          Map.entry("OBJECT_TABLE", "table"),
          Map.entry("OBJECT_INDEX", "index"),
          Map.entry("OBJECT_VIEW", "view"),
          Map.entry("OBJECT_MATVIEW", "materialized view"),
          Map.entry("OBJECT_FOREIGN_TABLE", "foreign table"),
          Map.entry("OBJECT_SEQUENCE", "sequence"),
          Map.entry("OBJECT_TRIGGER", "trigger"),
          Map.entry("OBJECT_POLICY", "policy"),
          Map.entry("OBJECT_RULE", "rule"),
          Map.entry("OBJECT_FUNCTION", "function"),
          Map.entry("OBJECT_PROCEDURE", "procedure"),
          Map.entry("OBJECT_AGGREGATE", "aggregate"),
          Map.entry("OBJECT_STATISTIC_EXT", "statistics"),
          Map.entry("OBJECT_EXTENSION", "extension"),
          Map.entry("OBJECT_DOMAIN", "domain"));

  /** What may be said of a column that is so already. */
  private static final Set<String> OF_COLUMN =
      Set.of(
          "AT_AlterColumnType",
          "AT_ColumnDefault",
          "AT_DropNotNull",
          "AT_ResetOptions",
          "AT_SetCompression",
          "AT_SetNotNull",
          "AT_SetOptions",
          "AT_SetStatistics",
          "AT_SetStorage");

  /** The same of a table. */
  private static final Set<String> OF_TABLE =
      Set.of(
          "AT_DisableRowSecurity",
          "AT_EnableRowSecurity",
          "AT_ForceRowSecurity",
          "AT_NoForceRowSecurity",
          "AT_ReplicaIdentity",
          "AT_ResetRelOptions",
          "AT_SetRelOptions");

  private static final Set<String> WITH_PARTS =
      Set.of("table", "view", "materialized view", "foreign table");

  private final boolean guarded;
  private final List<Adoption> found = new ArrayList<>();

  private Adoptions(boolean guarded) {
    this.guarded = guarded;
  }

  /** The objects of one statement; what a DO block makes is all {@link Adoption.Way#KEPT}. */
  public static List<Adoption> in(Statement statement) {
    if (statement.kind().equals("DoStmt")) {
      Adoptions block = new Adoptions(true);
      PlpgsqlBody.of(statement).ifPresent(body -> body.statements().forEach(block::read));
      return List.copyOf(block.found);
    }
    Adoptions plain = new Adoptions(false);
    plain.read(statement);
    return List.copyOf(plain.found);
  }

  private void read(Statement statement) {
    JsonNode node = statement.node();
    boolean absent = guarded || node.path("if_not_exists").asBoolean();
    boolean replace = guarded || node.path("replace").asBoolean();
    boolean missingOk = guarded || node.path("missing_ok").asBoolean();
    switch (statement.kind()) {
      case "IndexStmt" -> index(node, absent);
      case "CreateStmt" -> table(node, absent);
      case "CreateTableAsStmt" -> {
        boolean view = node.path("objtype").asText().equals("OBJECT_MATVIEW");
        List<String> path = relation(node.path("into").path("rel"));
        add(absent, KEPT, view ? "materialized view" : "table", path, true);
      }
      case "CreateSeqStmt" -> add(absent, KEPT, "sequence", relation(node.path("sequence")), false);
      case "CreateSchemaStmt" ->
          add(absent, KEPT, "schema", List.of(node.path("schemaname").asText()), false);
      case "CreateExtensionStmt" ->
          add(absent, KEPT, "extension", List.of(node.path("extname").asText()), false);
      case "CreateStatsStmt" ->
          add(absent, KEPT, "statistics", Trees.name(node.path("defnames")), false);
      case "AlterEnumStmt" -> {
        boolean there = guarded || node.path("skipIfNewValExists").asBoolean();
        add(there, KEPT, "enum", Trees.name(node.path("typeName")), false);
      }
      case "CreateFunctionStmt" -> {
        String kind = node.path("is_procedure").asBoolean() ? "procedure" : "function";
        add(replace, REPLACED, kind, Trees.name(node.path("funcname")), false);
      }
      case "ViewStmt" -> add(replace, REPLACED, "view", relation(node.path("view")), true);
      case "CreateTrigStmt" -> {
        List<String> path = with(relation(node.path("relation")), node.path("trigname").asText());
        add(replace, REPLACED, "trigger", path, false);
      }
      case "AlterTableStmt" -> node.path("cmds").forEach(c -> command(node, c.elements().next()));
      case "DropStmt" -> drop(node, missingOk);
      case "RenameStmt" -> rename(node, missingOk);
      default -> {}
    }
  }

  private void index(JsonNode node, boolean absent) {
    if (node.has("idxname")) {
      List<String> table = relation(node.path("relation"));
      add(absent, KEPT, "index", beside(table, node.path("idxname").asText()), false);
    }
  }

  private void command(JsonNode statement, JsonNode command) {
    List<String> table = relation(statement.path("relation"));
    boolean missingOk = guarded || command.path("missing_ok").asBoolean();
    String name = command.path("name").asText();
    String subtype = command.path("subtype").asText();
    if (OF_COLUMN.contains(subtype)) {
      found.add(new Adoption(ALTERED, "column", with(table, name), false));
    } else if (OF_TABLE.contains(subtype)) {
      found.add(new Adoption(ALTERED, "table", table, false));
    }
    switch (subtype) {
      case "AT_AddColumn" -> column(table, command.path("def").path("ColumnDef"), missingOk);
      case "AT_DropColumn" -> add(missingOk, REMOVED, "column", with(table, name), false);
      case "AT_DropConstraint" -> constraint(table, name, missingOk, REMOVED);
      case "AT_AddConstraint" ->
          constraint(
              table,
              command.path("def").path("Constraint").path("conname").asText(),
              guarded,
              KEPT);
      case "AT_ValidateConstraint" ->
          found.add(new Adoption(ALTERED, "constraint", with(table, name), false));
      default -> {}
    }
  }

  private void table(JsonNode node, boolean absent) {
    List<String> table = relation(node.path("relation"));
    add(absent, KEPT, "table", table, true);
    for (JsonNode element : node.path("tableElts")) {
      constraints(table, element.path("ColumnDef"), absent);
      if (element.has("Constraint")) {
        JsonNode constraint = element.path("Constraint");
        named(table, constraint, String.join("_", Trees.name(constraint.path("keys"))), absent);
      }
    }
  }

  private void column(List<String> table, JsonNode column, boolean missingOk) {
    add(missingOk, KEPT, "column", with(table, column.path("colname").asText()), false);
    constraints(table, column, missingOk);
  }

  private void constraints(List<String> table, JsonNode column, boolean content) {
    for (JsonNode wrapped : column.path("constraints")) {
      named(table, wrapped.path("Constraint"), column.path("colname").asText(), content);
    }
  }

  /** By its name, or by the one that PostgreSQL makes up. */
  private void named(List<String> table, JsonNode constraint, String columns, boolean content) {
    String ending =
        switch (constraint.path("contype").asText()) {
          case "CONSTR_CHECK" -> columns + "_check";
          case "CONSTR_UNIQUE" -> columns + "_key";
          case "CONSTR_FOREIGN" -> columns + "_fkey";
          case "CONSTR_PRIMARY" -> "pkey";
          default -> "";
        };
    if (!ending.isEmpty()) {
      String madeUp = table.get(table.size() - 1) + "_" + ending;
      constraint(table, constraint.path("conname").asText(madeUp), content, KEPT);
    }
  }

  /** It may have an index of its name. */
  private void constraint(List<String> table, String name, boolean content, Adoption.Way way) {
    add(content, way, "constraint", with(table, name), false);
    add(content, way, "index", beside(table, name), false);
  }

  private void drop(JsonNode node, boolean missingOk) {
    String kind = DROPPED.get(node.path("removeType").asText());
    if (kind == null) {
      return;
    }
    for (JsonNode object : node.path("objects")) {
      JsonNode value = object.elements().next();
      JsonNode names =
          switch (object.fieldNames().next()) {
            case "List" -> value.path("items");
            case "ObjectWithArgs" -> value.path("objname");
            case "TypeName" -> value.path("names");
            default -> JsonNodeFactory.instance.arrayNode().add(object);
          };
      add(missingOk, REMOVED, kind, Trees.name(names), WITH_PARTS.contains(kind));
    }
  }

  /** Both names: nobody knows which of the two is there. */
  private void rename(JsonNode node, boolean missingOk) {
    String to = node.path("newname").asText();
    List<String> relation = relation(node.path("relation"));
    switch (node.path("renameType").asText()) {
      case "OBJECT_INDEX" -> either(missingOk, "index", relation, beside(relation, to));
      case "OBJECT_COLUMN" ->
          either(
              missingOk,
              "column",
              with(relation, node.path("subname").asText()),
              with(relation, to));
      default -> {}
    }
  }

  private void either(boolean content, String kind, List<String> from, List<String> to) {
    add(content, KEPT, kind, from, false);
    add(content, KEPT, kind, to, false);
  }

  private void add(
      boolean content, Adoption.Way way, String kind, List<String> path, boolean whole) {
    if (content) {
      found.add(new Adoption(guarded ? KEPT : way, kind, path, whole));
    }
  }

  private static List<String> relation(JsonNode rangeVar) {
    String name = rangeVar.path("relname").asText();
    String schema = rangeVar.path("schemaname").asText();
    return schema.isEmpty() ? List.of(name) : List.of(schema, name);
  }

  private static List<String> with(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }

  /** A name in the schema of a table. */
  private static List<String> beside(List<String> table, String name) {
    return with(table.subList(0, table.size() - 1), name);
  }
}
