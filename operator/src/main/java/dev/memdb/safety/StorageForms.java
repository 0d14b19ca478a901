package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;

/** ALTER TABLE … SET what says where and how a table is kept: it is copied when that is new. */
final class StorageForms {
  private StorageForms() {}

  static void play(Alter alter, JsonNode command) {
    Table table = alter.table();
    String to = command.path("name").asText();
    switch (command.path("subtype").asText()) {
      case "AT_SetTableSpace" -> {
        copies(alter, to.equals(table.tablespace), "set-tablespace", "SET TABLESPACE");
        table.tablespace = to;
      }
      case "AT_SetAccessMethod" -> {
        copies(alter, to.equals(table.accessMethod), "set-access-method", "SET ACCESS METHOD");
        table.accessMethod = to;
      }
      default -> {
        boolean logged = command.path("subtype").asText().equals("AT_SetLogged");
        boolean same = table.logged != null && table.logged == logged;
        copies(alter, same, "set-unlogged-logged", logged ? "SET LOGGED" : "SET UNLOGGED");
        table.logged = logged;
      }
    }
  }

  /** Partitions keep what they have; only new ones are made so. */
  private static void copies(Alter alter, boolean same, String rule, String what) {
    if (!same && !alter.table().isPartitioned()) {
      alter.does(Work.REWRITE, rule, what, null);
    }
  }

  /** What a new table says of itself, or else the server does if nobody has told it otherwise. */
  static void keep(Table table, JsonNode relation, JsonNode node) {
    table.logged = !relation.path("relpersistence").asText().equals("u");
    String ofQuery = node.path("tableSpaceName").asText("pg_default");
    table.tablespace = node.path("tablespacename").asText(ofQuery);
    table.accessMethod = node.path("accessMethod").asText("heap");
  }
}
