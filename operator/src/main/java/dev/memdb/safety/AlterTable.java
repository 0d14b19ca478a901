package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** ALTER TABLE and its like: one lock for all parts, and the parts in PostgreSQL's order. */
final class AlterTable {
  /** The first version in which NOT NULL is a constraint: without one there is nothing to drop. */
  private static final int CONSTRAINED_NOT_NULL = 18;

  private AlterTable() {}

  static void play(Scene scene) {
    JsonNode node = scene.statement.node();
    if (node.path("objtype").asText().equals("OBJECT_INDEX")) {
      IndexForms.alter(scene);
      return;
    }
    if (node.path("objtype").asText().equals("OBJECT_TYPE")) {
      return; // a composite type; no table can depend on what may be changed
    }
    if (node.path("missing_ok").asBoolean() && scene.schema.isAbsent(node.path("relation"))) {
      return;
    }
    Table table = scene.schema.table(node.path("relation"));
    List<JsonNode> commands = new ArrayList<>();
    node.path("cmds").forEach(c -> commands.add(c.path("AlterTableCmd")));
    LockMode mode =
        commands.stream().map(LockLevels::of).reduce(LockMode.ACCESS_SHARE, LockMode::or);
    boolean inherits = node.path("relation").path("inh").asBoolean();
    boolean recurses = inherits && commands.stream().anyMatch(c -> recurses(scene, table, c));
    List<Table> others = recurses ? scene.schema.descendants(table) : List.of();
    var alter = new Alter(scene, table, mode, others, !inherits);
    alter.all().forEach(t -> scene.locks(t, mode));
    commands.sort(Comparator.comparingInt(AlterTable::pass));
    commands.forEach(c -> one(alter, c));
  }

  /** When ALTER TABLE comes to a part: what is dropped goes first, whatever stands first. */
  private static int pass(JsonNode command) {
    return switch (command.path("subtype").asText()) {
      case "AT_DropColumn", "AT_DropConstraint", "AT_DropNotNull" -> 0;
      case "AT_AlterColumnType" -> 1;
      case "AT_AddColumn" -> 2;
      case "AT_AddConstraint" -> isIndexed(command) ? 5 : 3;
      case "AT_SetNotNull", "AT_ColumnDefault", "AT_AddIdentity" -> 4;
      default -> 6;
    };
  }

  private static boolean isIndexed(JsonNode command) {
    return switch (command.path("def").path("Constraint").path("contype").asText()) {
      case "CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION" -> true;
      default -> false;
    };
  }

  private static boolean recurses(Scene scene, Table table, JsonNode command) {
    return switch (command.path("subtype").asText()) {
      case "AT_AttachPartition",
          "AT_DetachPartition",
          "AT_DetachPartitionFinalize",
          "AT_AddInherit",
          "AT_DropInherit",
          "AT_SetRelOptions",
          "AT_ResetRelOptions",
          "AT_ChangeOwner",
          "AT_ReplicaIdentity",
          "AT_EnableRowSecurity",
          "AT_DisableRowSecurity",
          "AT_ForceRowSecurity",
          "AT_NoForceRowSecurity",
          "AT_ClusterOn",
          "AT_SetTableSpace",
          "AT_SetAccessMethod",
          "AT_SetLogged",
          "AT_SetUnLogged" ->
          false;
      case "AT_EnableTrig",
          "AT_EnableAlwaysTrig",
          "AT_EnableReplicaTrig",
          "AT_EnableTrigAll",
          "AT_EnableTrigUser",
          "AT_DisableTrig",
          "AT_DisableTrigAll",
          "AT_DisableTrigUser" ->
          ObjectForms.hasTriggers(scene.schema, table);
      case "AT_AddConstraint" -> reaches(scene, table, command);
      case "AT_SetNotNull" ->
          !Boolean.TRUE.equals(table.column(command.path("name").asText()).notNull)
              || (!table.isPartitioned() && scene.major < CONSTRAINED_NOT_NULL);
      case "AT_ValidateConstraint" -> !isValid(table, command.path("name").asText());
      case "AT_DropNotNull" ->
          scene.major < CONSTRAINED_NOT_NULL
              || !Boolean.FALSE.equals(table.column(command.path("name").asText()).notNull);
      default -> true;
    };
  }

  private static boolean isValid(Table table, String constraint) {
    Constraint known = table.constraints.get(constraint);
    return known != null && known.valid;
  }

  /** An index is built on partitions under a lock of its own; what children inherit locks them. */
  private static boolean reaches(Scene scene, Table table, JsonNode command) {
    JsonNode constraint = command.path("def").path("Constraint");
    if (scene.major >= CONSTRAINED_NOT_NULL) {
      return true; // since then all that inherit are locked first, whatever comes of it
    }
    if (constraint.has("indexname")) {
      return false;
    }
    return switch (constraint.path("contype").asText()) {
      case "CONSTR_CHECK", "CONSTR_NOTNULL", "CONSTR_PRIMARY" -> true;
      case "CONSTR_FOREIGN" -> table.isPartitioned();
      default -> false;
    };
  }

  private static void one(Alter alter, JsonNode command) {
    String column = command.path("name").asText();
    switch (command.path("subtype").asText()) {
      case "AT_AddColumn" -> AddColumn.play(alter, command);
      case "AT_DropColumn" -> ColumnForms.drop(alter, command);
      case "AT_AlterColumnType" -> ColumnForms.type(alter, command);
      case "AT_SetNotNull" -> ColumnForms.setNotNull(alter, column, null);
      case "AT_DropNotNull" -> ColumnForms.dropNotNull(alter, column);
      case "AT_ColumnDefault" -> ColumnForms.defaults(alter, command);
      case "AT_SetExpression" -> ColumnForms.expression(alter, command);
      case "AT_AddConstraint" -> ConstraintForms.add(alter, command.path("def").path("Constraint"));
      case "AT_ValidateConstraint" -> ConstraintForms.validate(alter, column);
      case "AT_DropConstraint" -> ConstraintForms.drop(alter, command);
      case "AT_AttachPartition" -> PartitionForms.attach(alter, command);
      case "AT_DetachPartition" -> PartitionForms.detach(alter, command);
      case "AT_AddInherit" -> PartitionForms.inherit(alter, command);
      case "AT_AlterConstraint" -> ConstraintForms.enforce(alter, command.path("def"));
      case "AT_SetLogged", "AT_SetUnLogged", "AT_SetTableSpace", "AT_SetAccessMethod" ->
          StorageForms.play(alter, command);
      default -> {} // the lock is all
    }
  }
}
