package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What ALTER TABLE does with constraints. */
final class ConstraintForms {
  /** What PostgreSQL and people call foreign keys. */
  private static final Pattern FOREIGN_KEY_NAME =
      Pattern.compile("(?i).*_fkey\\d*|fk_.*|.*_fk|fkey_.*");

  private ConstraintForms() {}

  static void add(Alter alter, JsonNode node) {
    if (node.has("indexname")) {
      usingIndex(alter, node);
      return;
    }
    Constraint made = Keys.of(alter.schema(), alter.table(), node, null);
    String what = "ADD CONSTRAINT " + Name.quoted(made.name);
    switch (made.kind) {
      case CHECK -> {
        if (made.valid) {
          alter.does(Work.SCAN, "constraint-missing-not-valid", what + " CHECK", node);
        }
      }
      case NOT_NULL -> {
        if (made.valid) {
          ColumnForms.setNotNull(alter, made.columns.get(0), node);
        }
      }
      case FOREIGN_KEY -> foreignKey(alter, made, what, node);
      case PRIMARY_KEY ->
          alter.doesOnce(Work.INDEX_BUILD, "adding-serial-primary-key-field", what, node);
      case UNIQUE -> alter.doesOnce(Work.INDEX_BUILD, "disallowed-unique-constraint", what, node);
      case EXCLUDE -> alter.doesOnce(Work.INDEX_BUILD, "adding-exclusion-constraint", what, node);
    }
    for (Table table : targets(alter, made)) {
      Constraint kept = table == alter.table() ? made : Keys.of(alter.schema(), table, node, null);
      kept.addedIn = alter.scene().course.number();
      Keys.keep(alter.scene(), table, kept);
    }
  }

  /** The tables that have it from then on. */
  private static List<Table> targets(Alter alter, Constraint made) {
    List<Table> tables = new ArrayList<>(List.of(alter.table()));
    boolean inherited = made.kind == Constraint.Kind.CHECK || made.kind == Constraint.Kind.NOT_NULL;
    tables.addAll(inherited ? alter.others() : alter.partitions());
    return tables;
  }

  private static void foreignKey(Alter alter, Constraint made, String what, JsonNode node) {
    Table other = alter.schema().table(made.references);
    Scene scene = alter.scene();
    if (made.valid) {
      alter.doesOnce(
          Work.FOREIGN_KEY, "adding-foreign-key-constraint", what + " FOREIGN KEY", node);
      alter.doesOnce(Work.FOREIGN_KEY, "constraint-missing-not-valid", what + " FOREIGN KEY", node);
    }
    boolean self = made.references.equals(alter.table().name);
    if (!self) {
      References.lock(scene, other);
    }
  }

  /** An index that is there becomes the constraint's, and takes its name. */
  private static void usingIndex(Alter alter, JsonNode node) {
    Name name = new Name(alter.table().name.schema(), node.path("indexname").asText());
    Index index = alter.schema().indexes.get(name);
    List<String> columns = index == null ? List.of() : index.columns;
    boolean primary = node.path("contype").asText().equals("CONSTR_PRIMARY");
    if (primary) {
      requireNotNull(alter, columns, node);
    }
    String as = node.has("conname") ? node.path("conname").asText() : name.name();
    var made = new Constraint(as, primary ? Constraint.Kind.PRIMARY_KEY : Constraint.Kind.UNIQUE);
    made.columns = columns;
    made.addedIn = alter.scene().course.number();
    alter.table().constraints.put(as, made);
    if (primary) {
      columns.forEach(c -> alter.table().column(c).notNull = true);
    }
    if (index != null) {
      alter.schema().indexes.remove(name);
      Index renamed = index.copy(new Name(name.schema(), as), index.table);
      renamed.constraint = as;
      alter.schema().indexes.put(renamed.name, renamed);
    }
  }

  private static void requireNotNull(Alter alter, List<String> columns, JsonNode node) {
    for (String name : columns) {
      Column column = alter.table().columns.get(name);
      boolean nullable = column != null && Boolean.FALSE.equals(column.notNull);
      if (nullable && !ColumnForms.isProven(alter.scene(), alter.table(), name)) {
        alter.does(
            Work.SCAN,
            "adding-primary-key-using-nullable-index",
            "PRIMARY KEY USING INDEX with " + Name.quoted(name) + ", which may be NULL",
            node);
        return;
      }
    }
  }

  static void validate(Alter alter, String name) {
    Scene scene = alter.scene();
    for (Table table : alter.all()) {
      Constraint constraint = table.constraints.get(name);
      if (constraint == null) {
        if (table == alter.table() && !table.known) {
          unseen(alter, table, name);
        }
        continue;
      }
      if (!constraint.valid) {
        boolean same = constraint.addedIn == scene.course.number();
        boolean foreign = constraint.kind == Constraint.Kind.FOREIGN_KEY;
        boolean held = same || alter.mode().blocksWrites();
        scene.does(
            table,
            alter.mode(),
            foreign ? Work.FOREIGN_KEY : Work.SCAN,
            held && table == alter.table() ? "constraint-missing-not-valid" : null,
            "VALIDATE CONSTRAINT "
                + Name.quoted(name)
                + (same
                    ? " in the transaction that added it"
                    : " in an ALTER TABLE that does more"),
            null);
        if (foreign) {
          scene.locks(scene.schema.table(constraint.references), LockMode.ROW_SHARE);
        }
        constraint.valid = true;
        if (constraint.kind == Constraint.Kind.NOT_NULL) {
          constraint.columns.forEach(c -> table.column(c).notNull = true);
        }
      }
    }
  }

  /** ALTER CONSTRAINT … ENFORCED (18): what was taken on trust is checked for every row. */
  static void enforce(Alter alter, JsonNode definition) {
    JsonNode change = definition.path("ATAlterConstraint");
    Constraint constraint = alter.table().constraints.get(change.path("conname").asText());
    boolean checks =
        change.path("alterEnforceability").asBoolean() && change.path("is_enforced").asBoolean();
    if (!checks || (constraint != null && constraint.valid)) {
      return;
    }
    String what = "ALTER CONSTRAINT " + Name.quoted(change.path("conname").asText()) + " ENFORCED";
    alter.doesOnce(Work.FOREIGN_KEY, "adding-foreign-key-constraint", what, definition);
    if (constraint != null) {
      constraint.valid = true;
      References.lock(alter.scene(), alter.schema().table(constraint.references));
    }
  }

  /** Nobody has said what it is; from now on it holds. */
  private static void unseen(Alter alter, Table table, String name) {
    alter.scene().does(table, alter.mode(), Work.SCAN, null, "VALIDATE CONSTRAINT", null);
    table.constraints.put(name, new Constraint(name, Constraint.Kind.CHECK));
  }

  static void drop(Alter alter, JsonNode command) {
    String name = command.path("name").asText();
    Scene scene = alter.scene();
    String what = "DROP CONSTRAINT " + Name.quoted(name);
    for (Table table : alter.all()) {
      Constraint dropped = table.constraints.remove(name);
      if (dropped == null) {
        if (!table.known && FOREIGN_KEY_NAME.matcher(name).matches()) {
          scene.says(
              "drop-foreign-key-lock",
              what
                  + " locks the table that it refers to against everybody, if it is what it is called.",
              null);
        }
        continue;
      }
      if (dropped.references != null && !dropped.references.equals(table.name)) {
        References.drop(scene, scene.schema.table(dropped.references), what);
      }
      scene
          .schema
          .indexes
          .values()
          .removeIf(i -> i.table.equals(table.name) && name.equals(i.constraint));
      if (dropped.kind == Constraint.Kind.NOT_NULL) {
        dropped.columns.forEach(c -> table.column(c).notNull = false);
      }
      if (isKey(dropped) && command.path("behavior").asText().equals("DROP_CASCADE")) {
        Drops.keysTo(
            scene,
            table,
            c -> c.referenced.isEmpty() || c.referenced.equals(dropped.columns),
            what);
      }
    }
  }

  private static boolean isKey(Constraint constraint) {
    return Stream.of(Constraint.Kind.PRIMARY_KEY, Constraint.Kind.UNIQUE)
        .anyMatch(k -> k == constraint.kind);
  }
}
