package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.List;

/** Making, dropping and emptying of tables. */
final class TableForms {
  /** Bits of a LIKE clause's options (TableLikeOption in PostgreSQL's parsenodes.h). */
  private static final int LIKE_CONSTRAINTS = 1 << 2;

  private static final int LIKE_INDEXES = 1 << 6;

  private TableForms() {}

  static void create(Scene scene) {
    JsonNode node = scene.statement.node();
    create(scene, node, Table.Kind.TABLE);
  }

  /** A foreign table's node has that of a table inside. */
  static void createForeign(Scene scene) {
    create(scene, scene.statement.node().path("base"), Table.Kind.FOREIGN);
  }

  private static void create(Scene scene, JsonNode node, Table.Kind kind) {
    Name name = scene.schema.newName(node.path("relation"));
    if (node.path("if_not_exists").asBoolean() && scene.schema.tables.containsKey(name)) {
      return;
    }
    Recreation.check(scene, name);
    Table table = scene.creates(name);
    table.kind = kind;
    StorageForms.keep(table, node.path("relation"), node);
    parents(scene, node, table);
    partitioning(node, table);
    List<JsonNode> constraints = new ArrayList<>();
    for (JsonNode element : node.path("tableElts")) {
      if (element.has("ColumnDef")) {
        AddColumn.ColumnText.of(element.path("ColumnDef")).keep(scene, table);
      } else if (element.has("Constraint")) {
        constraints.add(element.path("Constraint"));
      } else if (element.has("TableLikeClause")) {
        like(scene, element.path("TableLikeClause"), table);
      }
    }
    for (JsonNode constraint : constraints) {
      Constraint kept = Keys.of(scene.schema, table, constraint, null);
      kept.valid = true;
      Keys.keep(scene, table, kept);
    }
    references(scene, table);
  }

  private static void parents(Scene scene, JsonNode node, Table table) {
    boolean partition = node.has("partbound");
    for (JsonNode relation : node.path("inhRelations")) {
      Table parent = scene.schema.table(relation.path("RangeVar"));
      parent.columns.forEach((n, c) -> table.columns.put(n, c.copy(n)));
      table.known &= parent.known;
      parent.constraints.forEach((n, c) -> table.constraints.put(n, c.copy(n)));
      if (partition) {
        scene.locks(parent, LockMode.ACCESS_EXCLUSIVE);
        String what = "CREATE TABLE " + table.name + " PARTITION OF " + parent.name;
        PartitionForms.besideDefault(scene, parent, node.path("partbound"), what);
        PartitionForms.join(
            scene.schema, parent, table, node.path("partbound").path("is_default").asBoolean());
      } else {
        scene.locks(parent, LockMode.SHARE_UPDATE_EXCLUSIVE);
        parent.children.add(table.name);
        table.parent = parent.name;
      }
    }
  }

  private static void partitioning(JsonNode node, Table table) {
    JsonNode specification = node.path("partspec");
    if (!specification.isMissingNode()) {
      table.kind = Table.Kind.PARTITIONED;
      List<String> key = new ArrayList<>();
      for (JsonNode parameter : specification.path("partParams")) {
        JsonNode element = parameter.path("PartitionElem");
        key.add(element.has("name") ? element.path("name").asText() : null);
      }
      table.partitionKey = key;
    }
  }

  private static void like(Scene scene, JsonNode clause, Table table) {
    Table other = scene.schema.table(clause.path("relation"));
    other.columns.forEach((n, c) -> table.columns.put(n, c.copy(n)));
    table.known &= other.known;
    int options = clause.path("options").asInt();
    for (Constraint constraint : List.copyOf(other.constraints.values())) {
      if (isLike(constraint, options)) {
        Keys.keep(scene, table, Keys.like(scene, constraint, other, table));
      }
    }
    if ((options & LIKE_INDEXES) != 0) {
      scene.schema.indexesOf(other).stream()
          .filter(i -> i.constraint == null)
          .forEach(i -> PartitionForms.copy(scene.schema, i, table));
    }
  }

  /** Foreign keys are never copied, NOT NULL always. */
  private static boolean isLike(Constraint constraint, int options) {
    return switch (constraint.kind) {
      case NOT_NULL -> true;
      case CHECK -> (options & LIKE_CONSTRAINTS) != 0;
      case PRIMARY_KEY, UNIQUE, EXCLUDE -> (options & LIKE_INDEXES) != 0;
      case FOREIGN_KEY -> false;
    };
  }

  /** A new table may refer to one that is in use: that one is locked against writers. */
  private static void references(Scene scene, Table table) {
    for (Constraint key : List.copyOf(table.constraints.values())) {
      if (key.references == null || key.references.equals(table.name)) {
        continue;
      }
      Table other = scene.schema.table(key.references);
      References.lock(scene, other);
      if (!scene.isEmpty(other)) {
        scene.notes(
            "adding-foreign-key-constraint",
            "CREATE TABLE with a foreign key takes a SHARE ROW EXCLUSIVE lock on "
                + other.name
                + ": nobody writes it until the transaction ends.");
      }
    }
  }

  static void createAs(Scene scene) {
    JsonNode node = scene.statement.node();
    JsonNode into = node.path("into").path("rel");
    Name name = scene.schema.newName(into);
    Queries.reads(scene, node.path("query"));
    if (node.path("if_not_exists").asBoolean() && scene.schema.tables.containsKey(name)) {
      return;
    }
    Calls.play(scene, node.path("query"));
    Table table = createUnknown(scene, into);
    StorageForms.keep(table, into, node.path("into"));
    Filling.create(scene, node.path("query"), node.path("into"), table);
    if (node.path("objtype").asText().equals("OBJECT_MATVIEW")) {
      table.kind = Table.Kind.MATERIALIZED_VIEW;
      table.reads.addAll(Queries.tables(scene.schema, node.path("query")));
      table.readColumns.addAll(Queries.columns(node.path("query")));
    }
  }

  /** A table is made whose columns are those of a query. */
  static Table createUnknown(Scene scene, JsonNode relation) {
    Name name = scene.schema.newName(relation);
    Recreation.check(scene, name);
    Table table = scene.creates(name);
    table.known = false;
    return table;
  }

  static void drop(Scene scene, JsonNode node) {
    boolean cascades = node.path("behavior").asText().equals("DROP_CASCADE");
    for (JsonNode object : node.path("objects")) {
      Name name = scene.schema.name(Trees.name(object.path("List").path("items")));
      boolean absent = scene.schema.isComplete() && !scene.schema.tables.containsKey(name);
      if (!absent) {
        drop(scene, scene.schema.table(name), cascades);
      }
    }
  }

  private static void drop(Scene scene, Table table, boolean cascades) {
    String what = "DROP TABLE " + table.name;
    if (table.file >= 0 && table.file == scene.file && !table.temporary) {
      scene.says("add-and-drop-same-migration", what + ": this file has created it.", null);
      scene.locks(table, LockMode.ACCESS_EXCLUSIVE);
    } else {
      scene.does(table, LockMode.ACCESS_EXCLUSIVE, Work.NONE, "ban-drop-table", what, null);
    }
    if (table.parent != null) {
      Table parent = scene.schema.table(table.parent);
      scene.locks(parent, LockMode.ACCESS_EXCLUSIVE);
      scene
          .schema
          .defaultPartition(parent)
          .ifPresent(d -> scene.locks(d, LockMode.ACCESS_EXCLUSIVE));
    }
    for (Table child : scene.schema.descendants(table)) {
      scene.locks(child, LockMode.ACCESS_EXCLUSIVE);
    }
    References.dropAll(
        scene, table, c -> table.parent == null || !isInherited(scene, table, c), what);
    if (cascades) {
      Drops.dependents(scene, table, null);
      Drops.keysTo(scene, table, c -> true, what);
    }
    scene.dropped.add(table.name);
    SchemaChanges.drop(scene.schema, table);
  }

  /** A partition's foreign key that is its parent's has no triggers of its own to drop. */
  private static boolean isInherited(Scene scene, Table table, Constraint key) {
    Constraint parents = scene.schema.table(table.parent).constraints.get(key.name);
    return parents != null && key.references.equals(parents.references);
  }
}
