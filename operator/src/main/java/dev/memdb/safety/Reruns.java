package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds statements that fail when a file that is no transaction is run again after a failure. */
final class Reruns {
  /** What is made, by the node that makes it, as DROP names its kind. */
  private static final Map<String, String> MADE =
      Map.ofEntries(
          Map.entry("CreateStmt", "TABLE"),
          Map.entry("CreateTableAsStmt", "TABLE"),
          Map.entry("IndexStmt", "INDEX"),
          Map.entry("ViewStmt", "VIEW"),
          Map.entry("CreateSeqStmt", "SEQUENCE"),
          Map.entry("CreateSchemaStmt", "SCHEMA"),
          Map.entry("CreateExtensionStmt", "EXTENSION"),
          Map.entry("CreateEnumStmt", "TYPE"),
          Map.entry("CompositeTypeStmt", "TYPE"),
          Map.entry("CreateRangeStmt", "TYPE"),
          Map.entry("CreateDomainStmt", "DOMAIN"),
          Map.entry("CreateFunctionStmt", "FUNCTION"),
          Map.entry("CreateTrigStmt", "TRIGGER"),
          Map.entry("CreatePolicyStmt", "POLICY"),
          Map.entry("RuleStmt", "RULE"),
          Map.entry("CreateStatsStmt", "STATISTICS"),
          Map.entry("CreatePublicationStmt", "PUBLICATION"));

  /** The fields that have the name of what is made. */
  private static final List<String> NAMES =
      List.of(
          "idxname",
          "trigname",
          "policy_name",
          "rulename",
          "schemaname",
          "extname",
          "pubname",
          "typeName",
          "domainname",
          "funcname",
          "defnames");

  private static final List<String> RELATIONS = List.of("relation", "view", "sequence", "typevar");

  /** Those that know CREATE OR REPLACE. */
  private static final Set<String> REPLACED =
      Set.of("ViewStmt", "CreateFunctionStmt", "CreateTrigStmt", "RuleStmt");

  /** Those that know neither that nor IF NOT EXISTS. */
  private static final Set<String> BARE =
      Set.of(
          "CreateEnumStmt",
          "CompositeTypeStmt",
          "CreateRangeStmt",
          "CreateDomainStmt",
          "CreatePolicyStmt",
          "CreatePublicationStmt");

  private Reruns() {}

  /**
   * Looks at one statement.
   *
   * @param dropped what the file has dropped with IF EXISTS; that may be made
   */
  static void check(Scene scene, Set<String> dropped) {
    JsonNode node = scene.statement.node();
    String kind = scene.statement.kind();
    if (MADE.containsKey(kind)) {
      made(scene, node, dropped);
      return;
    }
    switch (kind) {
      case "AlterTableStmt" ->
          node.path("cmds").forEach(c -> alter(scene, c.path("AlterTableCmd"), dropped));
      case "DropStmt" -> {
        if (node.path("missing_ok").asBoolean()) {
          String what = node.path("removeType").asText().replaceFirst("^OBJECT_", "");
          node.path("objects").forEach(o -> dropped.add(kind(what) + " " + last(o)));
        } else {
          say(scene, "DROP without IF EXISTS");
        }
      }
      case "RenameStmt" -> {
        boolean whole =
            !node.has("subname") || node.path("renameType").asText().equals("OBJECT_SCHEMA");
        if (!whole || !node.path("missing_ok").asBoolean()) {
          say(scene, "RENAME");
        }
      }
      case "AlterEnumStmt" -> {
        if (!node.path("skipIfNewValExists").asBoolean()) {
          say(scene, node.has("oldVal") ? "RENAME VALUE" : "ADD VALUE without IF NOT EXISTS");
        }
      }
      default -> {}
    }
  }

  private static String kind(String removed) {
    return switch (removed) {
      case "MATVIEW" -> "TABLE"; // CREATE … AS makes both
      case "PROCEDURE", "ROUTINE" -> "FUNCTION";
      case "STATISTIC_EXT" -> "STATISTICS";
      default -> removed;
    };
  }

  /** The last part of the name of what is dropped. */
  private static String last(JsonNode object) {
    JsonNode parts = object.path("List").path("items");
    if (!parts.isEmpty()) {
      return Trees.lastName(parts);
    }
    JsonNode function = object.path("ObjectWithArgs").path("objname");
    JsonNode type = object.path("TypeName").path("names");
    return object.has("String")
        ? Trees.string(object)
        : Trees.lastName(function.isEmpty() ? type : function);
  }

  private static void made(Scene scene, JsonNode node, Set<String> dropped) {
    String kind = scene.statement.kind();
    JsonNode into = node.path("into");
    JsonNode relation = into.isMissingNode() ? node.path("relation") : into.path("rel");
    String committed =
        (into.isMissingNode() ? node.path("oncommit") : into.path("onCommit")).asText();
    boolean temporary = relation.path("relpersistence").asText().equals("t");
    boolean unnamed = kind.equals("IndexStmt") && !node.has("idxname");
    if (node.path("if_not_exists").asBoolean()
        || node.path("replace").asBoolean()
        || unnamed
        || (temporary && committed.equals("ONCOMMIT_DROP"))
        || dropped.remove(MADE.get(kind) + " " + name(node, relation))) {
      return;
    }
    String without =
        BARE.contains(kind)
            ? " without a DROP … IF EXISTS before it"
            : REPLACED.contains(kind) ? " without OR REPLACE" : " without IF NOT EXISTS";
    say(scene, scene.statement.tag() + without);
  }

  private static String name(JsonNode node, JsonNode relation) {
    for (String field : NAMES) {
      JsonNode name = node.path(field);
      if (name.isTextual() || name.isArray()) {
        return name.isTextual() ? name.asText() : Trees.lastName(name);
      }
    }
    for (String field : RELATIONS) {
      if (node.path(field).has("relname")) {
        return node.path(field).path("relname").asText();
      }
    }
    return relation.path("relname").asText();
  }

  private static void alter(Scene scene, JsonNode command, Set<String> dropped) {
    boolean guarded = command.path("missing_ok").asBoolean();
    String name = command.path("name").asText();
    switch (command.path("subtype").asText()) {
      case "AT_AddColumn" -> {
        String column = command.path("def").path("ColumnDef").path("colname").asText();
        if (!guarded && !dropped.remove("COLUMN " + column)) {
          say(scene, "ADD COLUMN without IF NOT EXISTS");
        }
      }
      case "AT_DropColumn" -> {
        if (guarded) {
          dropped.add("COLUMN " + name);
        } else {
          say(scene, "DROP COLUMN without IF EXISTS");
        }
      }
      case "AT_DropConstraint" -> {
        if (guarded) {
          dropped.add("CONSTRAINT " + name);
        } else {
          say(scene, "DROP CONSTRAINT without IF EXISTS");
        }
      }
      case "AT_AddConstraint" -> {
        String added = command.path("def").path("Constraint").path("conname").asText();
        if (!dropped.remove("CONSTRAINT " + added)) {
          say(scene, "ADD CONSTRAINT without a DROP CONSTRAINT IF EXISTS before it");
        }
      }
      case "AT_AttachPartition" -> say(scene, "ATTACH PARTITION of what is one already");
      case "AT_DetachPartition" -> say(scene, "DETACH PARTITION of what is none any more");
      default -> {
        if (LockLevels.of(command).blocksWrites()) {
          say(scene, "an ALTER TABLE that locks the table a second time");
        }
      }
    }
  }

  private static void say(Scene scene, String what) {
    scene.says(
        "prefer-robust-stmts",
        what + ": that hurts when the file is run again after a later statement has failed.",
        null);
  }
}
