package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Statements that take a table as a whole: TRUNCATE, LOCK TABLE, REFRESH MATERIALIZED VIEW. */
final class WholeTableForms {
  private WholeTableForms() {}

  static void truncate(Scene scene) {
    JsonNode node = scene.statement.node();
    boolean cascades = node.path("behavior").asText().equals("DROP_CASCADE");
    Set<Table> emptied = new LinkedHashSet<>();
    for (JsonNode relation : node.path("relations")) {
      Table table = scene.schema.table(relation.path("RangeVar"));
      emptied.add(table);
      emptied.addAll(scene.schema.descendants(table));
      scene.does(table, LockMode.ACCESS_EXCLUSIVE, Work.TRUNCATE, "ban-truncate", "TRUNCATE", null);
      if (cascades) {
        scene.does(
            table,
            LockMode.ACCESS_EXCLUSIVE,
            Work.TRUNCATE,
            "ban-truncate-cascade",
            "TRUNCATE … CASCADE, with each table that refers to it",
            null);
      }
    }
    if (cascades) {
      for (Table table : List.copyOf(emptied)) {
        addReferring(scene, table, emptied);
      }
    }
    emptied.forEach(t -> scene.does(t, LockMode.ACCESS_EXCLUSIVE, Work.TRUNCATE, null, "", null));
  }

  private static void addReferring(Scene scene, Table table, Set<Table> emptied) {
    for (Schema.Reference reference : scene.schema.referencesTo(table)) {
      if (emptied.add(reference.table())) {
        emptied.addAll(scene.schema.descendants(reference.table()));
        addReferring(scene, reference.table(), emptied);
      }
    }
  }

  static void lock(Scene scene) {
    JsonNode node = scene.statement.node();
    LockMode mode = LockMode.of(node.path("mode").asInt());
    for (JsonNode relation : node.path("relations")) {
      Table table = scene.schema.table(relation.path("RangeVar"));
      String rule = mode.blocksWrites() ? "explicit-lock-table" : null;
      scene.does(table, mode, Work.NONE, rule, "LOCK TABLE", null);
      if (relation.path("RangeVar").path("inh").asBoolean()) {
        scene.schema.descendants(table).forEach(t -> scene.locks(t, mode));
      }
    }
  }

  static void refresh(Scene scene) {
    JsonNode node = scene.statement.node();
    Table view = scene.schema.table(node.path("relation"));
    view.kind = Table.Kind.MATERIALIZED_VIEW;
    if (node.path("concurrent").asBoolean()) {
      scene.touches(view, LockMode.EXCLUSIVE, true);
    } else {
      scene.does(
          view,
          LockMode.ACCESS_EXCLUSIVE,
          Work.REWRITE,
          "refresh-matview-not-concurrent",
          "REFRESH MATERIALIZED VIEW without CONCURRENTLY",
          null);
    }
    view.reads.forEach(
        t -> scene.does(scene.schema.table(t), LockMode.ACCESS_SHARE, Work.SCAN, null, "", null));
  }
}
