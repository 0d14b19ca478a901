package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is to be said of a file as a whole, at the statement that makes it so. */
final class FileRules {
  /** What may change rows, at its top or in a WITH query. */
  private static final Set<String> CHANGES =
      Set.of("UpdateStmt", "MergeStmt", "SelectStmt", "InsertStmt", "DeleteStmt");

  private final boolean perFile;
  private final int statements;
  private final Set<String> droppedIfThere = new HashSet<>();
  private final Map<Name, Set<String>> added = new HashMap<>();
  private final Set<Name> filled = new HashSet<>();
  private final Set<Name> altered = new HashSet<>();

  FileRules(Target.Transactions how, int statements) {
    this.perFile = how == Target.Transactions.FILE;
    this.statements = statements;
  }

  /** Before the statement has changed the schema. */
  void before(Scene scene, boolean inTransaction) {
    if (!perFile && !inTransaction && statements > 1) {
      Reruns.check(scene, droppedIfThere);
    }
    if (scene.statement.kind().equals("AlterTableStmt")) {
      alter(scene, scene.statement.node());
    }
  }

  private void alter(Scene scene, JsonNode node) {
    Table table = scene.schema.table(node.path("relation"));
    if (!scene.isEmpty(table) && !altered.add(table.name)) {
      scene.says(
          "multiple-alter-table",
          "another ALTER TABLE of " + table.name + " in this file: each waits for its lock anew.",
          null);
    }
    for (JsonNode command : node.path("cmds")) {
      JsonNode part = command.path("AlterTableCmd");
      switch (part.path("subtype").asText()) {
        case "AT_AddColumn" ->
            added
                .computeIfAbsent(table.name, n -> new HashSet<>())
                .add(part.path("def").path("ColumnDef").path("colname").asText());
        case "AT_DropColumn" -> dropped(scene, table, part.path("name").asText());
        default -> {}
      }
    }
  }

  /** One column added, rows filled, another dropped: no version knows both. */
  private void dropped(Scene scene, Table table, String column) {
    Set<String> columns = added.getOrDefault(table.name, Set.of());
    if (!columns.isEmpty() && !columns.contains(column) && filled.contains(table.name)) {
      scene.says(
          "expand-and-contract-same-migration",
          "DROP COLUMN "
              + Name.quoted(column)
              + ": this file has added and filled another column of "
              + table.name
              + "; no release can run with both.",
          null);
    }
  }

  void after(Scene scene) {
    for (Scene part : scene.all()) {
      if (part != scene && part.statement.kind().equals("AlterTableStmt")) {
        alter(part, part.statement.node());
      }
      if (CHANGES.contains(part.statement.kind())) {
        Trees.forEachObject(part.statement.tree(), object -> fills(part.schema, object));
      }
    }
  }

  private void fills(Schema schema, JsonNode object) {
    for (String kind : List.of("UpdateStmt", "MergeStmt")) {
      if (object.has(kind)) {
        filled.add(schema.name(object.path(kind).path("relation")));
      }
    }
  }
}
