package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds columns that a statement names twice where PostgreSQL allows one. */
final class Duplicates {
  private static final String RULE = "ban-duplicate-column-assignments";

  private Duplicates() {}

  static void check(Scene scene) {
    JsonNode node = scene.statement.node();
    switch (scene.statement.kind()) {
      case "CreateStmt" -> names(scene, columns(node));
      case "CreateForeignTableStmt" -> names(scene, columns(node.path("base")));
      case "AlterTableStmt" -> names(scene, added(node));
      case "ViewStmt" -> view(scene, node);
      case "SelectStmt" -> {
        if (node.has("intoClause")) {
          names(scene, outputs(node));
        }
      }
      default -> Trees.forEachObject(scene.statement.tree(), object -> assignments(scene, object));
    }
  }

  private static List<String> columns(JsonNode create) {
    var names = new ArrayList<String>();
    for (JsonNode element : create.path("tableElts")) {
      if (element.has("ColumnDef")) {
        names.add(element.path("ColumnDef").path("colname").asText());
      }
    }
    return names;
  }

  private static List<String> added(JsonNode alter) {
    var names = new ArrayList<String>();
    for (JsonNode command : alter.path("cmds")) {
      JsonNode part = command.path("AlterTableCmd");
      boolean adds = part.path("subtype").asText().equals("AT_AddColumn");
      if (adds && !part.path("missing_ok").asBoolean()) {
        names.add(part.path("def").path("ColumnDef").path("colname").asText());
      }
    }
    return names;
  }

  /** Names that are written out win over those of the query. */
  private static void view(Scene scene, JsonNode node) {
    List<String> written = Trees.name(node.path("aliases"));
    List<String> inferred = outputs(node.path("query").path("SelectStmt"));
    var names = new ArrayList<>(written);
    if (inferred.size() > written.size()) {
      names.addAll(inferred.subList(written.size(), inferred.size()));
    }
    names(scene, names);
  }

  /**
   * What the columns of a query are called (FigureColname); unknown ones get names of their own.
   */
  private static List<String> outputs(JsonNode select) {
    var names = new ArrayList<String>();
    JsonNode targets = select.path("targetList");
    for (int i = 0; i < targets.size(); i++) {
      JsonNode target = targets.path(i).path("ResTarget");
      names.add(
          target.has("name") ? target.path("name").asText() : inferred(target.path("val"), i));
    }
    return names;
  }

  private static String inferred(JsonNode value, int position) {
    JsonNode fields = value.path("ColumnRef").path("fields");
    if (!fields.isEmpty() && !fields.path(fields.size() - 1).has("A_Star")) {
      return Trees.lastName(fields);
    }
    if (value.has("FuncCall")) {
      return Trees.lastName(value.path("FuncCall").path("funcname"));
    }
    return value.has("A_Const") || value.has("A_Expr") ? "?column?" : "\0" + position;
  }

  private static void assignments(Scene scene, JsonNode object) {
    for (String kind : List.of("UpdateStmt", "OnConflictClause", "MergeWhenClause")) {
      JsonNode targets = object.path(kind).path("targetList");
      if (!targets.isEmpty()) {
        targets(scene, targets);
      }
    }
    // ON CONFLICT and MERGE have their clauses without a wrapper in some places
    JsonNode conflict = object.path("InsertStmt").path("onConflictClause").path("targetList");
    targets(scene, conflict);
    targets(scene, object.path("InsertStmt").path("cols"));
  }

  /** A column as a whole once, or parts of it that differ. */
  private static void targets(Scene scene, JsonNode targets) {
    Set<String> whole = new HashSet<>();
    Set<String> parts = new HashSet<>();
    for (JsonNode item : targets) {
      JsonNode target = item.path("ResTarget");
      String name = target.path("name").asText();
      boolean isWhole = target.path("indirection").isEmpty();
      if (whole.contains(name) || (isWhole && parts.contains(name))) {
        say(scene, name);
        return;
      }
      (isWhole ? whole : parts).add(name);
    }
  }

  private static void names(Scene scene, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        say(scene, name);
        return;
      }
    }
  }

  private static void say(Scene scene, String column) {
    scene.says(RULE, Name.quoted(column) + " is named twice: PostgreSQL refuses it.", null);
  }
}
