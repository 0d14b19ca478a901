package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.Set;

/** The lock of each form of ALTER TABLE (AlterTableGetLockLevel in PostgreSQL's tablecmds.c). */
final class LockLevels {
  private static final Set<String> SHARE_UPDATE_EXCLUSIVE =
      Set.of(
          "AT_SetStatistics",
          "AT_SetOptions",
          "AT_ResetOptions",
          "AT_ClusterOn",
          "AT_DropCluster",
          "AT_ValidateConstraint",
          "AT_AttachPartition",
          "AT_DetachPartitionFinalize");

  private static final Set<String> SHARE_ROW_EXCLUSIVE =
      Set.of(
          "AT_EnableTrig",
          "AT_EnableAlwaysTrig",
          "AT_EnableReplicaTrig",
          "AT_EnableTrigAll",
          "AT_EnableTrigUser",
          "AT_DisableTrig",
          "AT_DisableTrigAll",
          "AT_DisableTrigUser");

  private static final Set<String> RELATION_OPTIONS =
      Set.of("AT_SetRelOptions", "AT_ResetRelOptions", "AT_ReplaceRelOptions");

  /** The options that concern only vacuum and the planner (reloptions.c). */
  private static final Set<String> GENTLE_OPTIONS =
      Set.of(
          "fillfactor",
          "toast_tuple_target",
          "parallel_workers",
          "vacuum_index_cleanup",
          "vacuum_truncate",
          "vacuum_max_eager_freeze_failure_rate",
          "log_autovacuum_min_duration",
          "deduplicate_items",
          "n_distinct",
          "n_distinct_inherited");

  private LockLevels() {}

  static LockMode of(JsonNode command) {
    String type = command.path("subtype").asText();
    if (SHARE_UPDATE_EXCLUSIVE.contains(type)) {
      return LockMode.SHARE_UPDATE_EXCLUSIVE;
    }
    if (SHARE_ROW_EXCLUSIVE.contains(type)) {
      return LockMode.SHARE_ROW_EXCLUSIVE;
    }
    if (RELATION_OPTIONS.contains(type)) {
      return options(command.path("def").path("List").path("items"));
    }
    if (type.equals("AT_DetachPartition")) {
      return command.path("def").path("PartitionCmd").path("concurrent").asBoolean()
          ? LockMode.SHARE_UPDATE_EXCLUSIVE
          : LockMode.ACCESS_EXCLUSIVE;
    }
    boolean foreignKey =
        type.equals("AT_AddConstraint")
            && command
                .path("def")
                .path("Constraint")
                .path("contype")
                .asText()
                .equals("CONSTR_FOREIGN");
    return foreignKey ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
  }

  private static LockMode options(JsonNode options) {
    for (JsonNode option : options) {
      String name = option.path("DefElem").path("defname").asText();
      if (!GENTLE_OPTIONS.contains(name) && !name.startsWith("autovacuum_")) {
        return LockMode.ACCESS_EXCLUSIVE;
      }
    }
    return LockMode.SHARE_UPDATE_EXCLUSIVE;
  }

  /** Whether an option such as FULL is on. */
  static boolean isOn(JsonNode options, String name) {
    return Trees.isOn(options, name, false);
  }
}
