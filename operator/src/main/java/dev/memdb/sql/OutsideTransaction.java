package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * The statements that PostgreSQL 14 to 18 refuse to run in a transaction block. What only the
 * catalog knows is not among them: REINDEX and CLUSTER of a table that is partitioned.
 */
final class OutsideTransaction {
  private OutsideTransaction() {}

  /** What people call it when it is one of them. */
  static Optional<String> name(Statement statement) {
    JsonNode node = statement.node();
    String name =
        switch (statement.kind()) {
          case "IndexStmt" ->
              node.path("concurrent").asBoolean() ? "CREATE INDEX CONCURRENTLY" : null;
          case "DropStmt" -> node.path("concurrent").asBoolean() ? "DROP INDEX CONCURRENTLY" : null;
          case "ReindexStmt" -> reindex(node);
          case "AlterTableStmt" ->
              detachesConcurrently(node) ? "DETACH PARTITION … CONCURRENTLY" : null;
          case "VacuumStmt" -> node.path("is_vacuumcmd").asBoolean() ? "VACUUM" : null;
          case "ClusterStmt" -> node.has("relation") ? null : "CLUSTER of all tables";
          case "CreateSubscriptionStmt" -> createsSlot(node) ? "CREATE SUBSCRIPTION" : null;
          case "AlterSubscriptionStmt" -> alterSubscription(node);
          case "AlterDatabaseStmt" ->
              Trees.option(node.path("options"), "tablespace").isPresent()
                  ? "ALTER DATABASE … SET TABLESPACE"
                  : null;
          case "CreatedbStmt",
              "DropdbStmt",
              "CreateTableSpaceStmt",
              "DropTableSpaceStmt",
              "AlterSystemStmt",
              "DropSubscriptionStmt" ->
              statement.tag();
          default -> null;
        };
    return Optional.ofNullable(name);
  }

  private static String reindex(JsonNode node) {
    if (Trees.isOn(node.path("params"), "concurrently", false)) {
      return "REINDEX CONCURRENTLY";
    }
    return switch (node.path("kind").asText()) {
      case "REINDEX_OBJECT_SCHEMA" -> "REINDEX SCHEMA";
      case "REINDEX_OBJECT_DATABASE" -> "REINDEX DATABASE";
      case "REINDEX_OBJECT_SYSTEM" -> "REINDEX SYSTEM";
      default -> null;
    };
  }

  private static boolean detachesConcurrently(JsonNode alterTable) {
    for (JsonNode command : alterTable.path("cmds")) {
      JsonNode partition = command.path("AlterTableCmd").path("def").path("PartitionCmd");
      if (partition.path("concurrent").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** A slot is made on the publisher unless that, or the connection, is switched off. */
  private static boolean createsSlot(JsonNode node) {
    JsonNode options = node.path("options");
    return Trees.isOn(options, "create_slot", Trees.isOn(options, "connect", true));
  }

  private static String alterSubscription(JsonNode node) {
    JsonNode options = node.path("options");
    return switch (node.path("kind").asText()) {
      case "ALTER_SUBSCRIPTION_REFRESH" -> "ALTER SUBSCRIPTION … REFRESH";
      case "ALTER_SUBSCRIPTION_SET_PUBLICATION",
          "ALTER_SUBSCRIPTION_ADD_PUBLICATION",
          "ALTER_SUBSCRIPTION_DROP_PUBLICATION" ->
          Trees.isOn(options, "refresh", true) ? "ALTER SUBSCRIPTION with refresh" : null;
      case "ALTER_SUBSCRIPTION_OPTIONS" ->
          Trees.option(options, "failover").isPresent()
                  || Trees.option(options, "two_phase").isPresent()
              ? "ALTER SUBSCRIPTION … SET"
              : null;
      default -> null;
    };
  }
}
