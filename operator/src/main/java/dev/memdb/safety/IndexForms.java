package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.List;

/** Making, dropping and rebuilding of indexes. */
final class IndexForms {
  /** The first version whose REPACK does without a lock. */
  private static final int REPACK = 19;

  private IndexForms() {}

  static void create(Scene scene) {
    JsonNode node = scene.statement.node();
    Table table = scene.schema.table(node.path("relation"));
    Index made = of(table, node, scene);
    Index there = scene.schema.indexes.get(made.name);
    boolean concurrent = node.path("concurrent").asBoolean();
    boolean kept = there != null && node.path("if_not_exists").asBoolean();
    if (kept && !there.valid) {
      scene.says(
          "invalid-index-leftover",
          "IF NOT EXISTS finds "
              + there.name
              + ", which a failed build has left INVALID: it is kept, and no query will use it.",
          null);
    }
    List<Table> partitions =
        node.path("relation").path("inh").asBoolean() ? scene.schema.partitions(table) : List.of();
    if (!node.path("relation").path("inh").asBoolean() && !table.known) {
      table.kind = Table.Kind.PARTITIONED; // ONLY means nothing for others
    }
    if (concurrent) {
      scene.locks(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    } else if (table.isPartitioned() && !reaches(scene, table, node, partitions)) {
      scene.locks(table, LockMode.SHARE);
      partitions.forEach(p -> scene.locks(p, LockMode.SHARE));
    } else {
      String what = "CREATE INDEX without CONCURRENTLY";
      Work work = kept ? Work.NONE : Work.INDEX_BUILD; // the lock is taken before it is looked for
      scene.does(table, LockMode.SHARE, work, "require-concurrent-index-creation", what, null);
      partitions.forEach(p -> scene.does(p, LockMode.SHARE, work, null, what, null));
    }
    if (!kept) {
      scene.schema.indexes.put(made.name, made);
      partitions.forEach(p -> PartitionForms.copy(scene.schema, made, p));
    }
  }

  /** Whether a partition is indexed too; ONLY leaves them for later. */
  private static boolean reaches(Scene scene, Table table, JsonNode node, List<Table> partitions) {
    boolean only = !node.path("relation").path("inh").asBoolean();
    return !only && (scene.stores(table) || partitions.stream().anyMatch(scene::mayHaveRows));
  }

  private static Index of(Table table, JsonNode node, Scene scene) {
    List<String> columns = new ArrayList<>();
    for (JsonNode parameter : node.path("indexParams")) {
      JsonNode element = parameter.path("IndexElem");
      columns.add(element.has("name") ? element.path("name").asText() : null);
    }
    String name =
        node.has("idxname")
            ? node.path("idxname").asText()
            : table.name.name()
                + "_"
                + String.join("_", columns.stream().map(c -> c == null ? "expr" : c).toList())
                + "_idx";
    var index = new Index(new Name(table.name.schema(), name), table.name);
    index.columns = columns;
    index.definition = node;
    index.unique = node.path("unique").asBoolean();
    index.method = node.path("accessMethod").asText("btree");
    index.bornIn = scene.course.number();
    index.file = scene.file;
    return index;
  }

  static void drop(Scene scene, JsonNode node) {
    boolean concurrent = node.path("concurrent").asBoolean();
    for (JsonNode object : node.path("objects")) {
      Name name = scene.schema.name(Trees.name(object.path("List").path("items")));
      Index index = scene.schema.indexes.get(name);
      if (index == null) {
        if (!concurrent && !scene.schema.isComplete()) {
          scene.says(
              "require-concurrent-index-deletion",
              "DROP INDEX without CONCURRENTLY takes an ACCESS EXCLUSIVE lock on the table of "
                  + name
                  + "; nobody reads or writes it until the transaction ends.",
              null);
        }
        continue;
      }
      Table table = scene.schema.table(index.table);
      if (index.file >= 0 && index.file == scene.file) {
        scene.says(
            "add-and-drop-same-migration",
            "DROP INDEX " + name + ": this file has created it.",
            null);
      }
      if (concurrent) {
        scene.locks(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
      } else {
        scene.does(
            table,
            LockMode.ACCESS_EXCLUSIVE,
            Work.NONE,
            "require-concurrent-index-deletion",
            "DROP INDEX without CONCURRENTLY",
            null);
        scene.schema.partitions(table).forEach(p -> scene.locks(p, LockMode.ACCESS_EXCLUSIVE));
      }
      scene.schema.indexes.remove(name);
    }
  }

  /** ALTER INDEX locks the index, and its table only against being dropped. */
  static void alter(Scene scene) {
    JsonNode node = scene.statement.node();
    for (JsonNode command : node.path("cmds")) {
      if (command.path("AlterTableCmd").path("subtype").asText().equals("AT_SetTableSpace")) {
        scene.says(
            "set-tablespace",
            "SET TABLESPACE writes the index anew under an ACCESS EXCLUSIVE lock on it; no query of"
                + " its table can be planned meanwhile.",
            null);
      }
    }
  }

  static void reindex(Scene scene) {
    JsonNode node = scene.statement.node();
    if (LockLevels.isOn(node.path("params"), "concurrently")) {
      return;
    }
    String kind = node.path("kind").asText();
    Table table =
        switch (kind) {
          case "REINDEX_OBJECT_TABLE" -> scene.schema.table(node.path("relation"));
          case "REINDEX_OBJECT_INDEX" -> {
            Index index = scene.schema.indexes.get(scene.schema.name(node.path("relation")));
            yield index == null ? null : scene.schema.table(index.table);
          }
          default -> null;
        };
    String rule = "require-concurrent-reindex";
    if (table != null && table.known && scene.schema.indexesOf(table).isEmpty()) {
      scene.locks(table, LockMode.SHARE);
    } else if (table != null) {
      scene.does(
          table, LockMode.SHARE, Work.INDEX_BUILD, rule, "REINDEX without CONCURRENTLY", null);
    } else if (!kind.equals("REINDEX_OBJECT_SYSTEM")) {
      scene.says(
          rule,
          "REINDEX without CONCURRENTLY keeps writers from each table, and queries from each index"
              + " that it builds again.",
          null);
    }
  }

  static void cluster(Scene scene) {
    JsonNode node = scene.statement.node();
    if (node.has("relation")) {
      rewrite(scene, scene.schema.table(node.path("relation")), "CLUSTER");
    } else {
      scene.says(rule(scene), "CLUSTER writes all clustered tables anew.", null);
    }
  }

  static void vacuum(Scene scene) {
    JsonNode node = scene.statement.node();
    boolean vacuum = node.path("is_vacuumcmd").asBoolean();
    boolean full = vacuum && LockLevels.isOn(node.path("options"), "full");
    if (full && node.path("rels").isEmpty()) {
      scene.says(rule(scene), "VACUUM FULL writes all tables anew.", null);
    }
    for (JsonNode relation : node.path("rels")) {
      Table table = scene.schema.table(relation.path("VacuumRelation").path("relation"));
      if (full) {
        rewrite(scene, table, "VACUUM FULL");
      } else {
        scene.touches(table, LockMode.SHARE_UPDATE_EXCLUSIVE, true);
      }
    }
  }

  private static void rewrite(Scene scene, Table table, String what) {
    scene.does(table, LockMode.ACCESS_EXCLUSIVE, Work.REWRITE, rule(scene), what, null);
  }

  private static String rule(Scene scene) {
    return scene.major >= REPACK ? "prefer-repack" : "ban-table-rewrite-command";
  }
}
