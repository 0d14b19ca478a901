package dev.memdb.safety;

import java.util.Set;

/** What goes away, or has another name from then on, with all that says it. */
final class SchemaChanges {
  private SchemaChanges() {}

  /** Takes away a table with what hangs on it. */
  static void drop(Schema schema, Table table) {
    for (Table child : schema.descendants(table)) {
      remove(schema, child);
    }
    if (table.parent != null && schema.tables.containsKey(table.parent)) {
      schema.tables.get(table.parent).children.remove(table.name);
    }
    schema
        .references()
        .filter(r -> r.key().references.equals(table.name))
        .toList()
        .forEach(r -> r.table().constraints.remove(r.key().name));
    remove(schema, table);
  }

  private static void remove(Schema schema, Table table) {
    schema.tables.remove(table.name);
    schema.indexes.values().removeIf(i -> i.table.equals(table.name));
  }

  /** Gives a table another name, and everything that says the old one. */
  static void rename(Schema schema, Table table, Name to, int transaction) {
    if (schema.tables.containsKey(to) && !table.name.equals(to)) {
      schema.tables.remove(to);
    }
    schema.tables.remove(table.name);
    Table renamed = table.copy(to);
    renamed.before = table.nameFor(transaction);
    renamed.renamedIn = transaction;
    schema.tables.put(to, renamed);
    schema.renamed.put(table.name, to);
    schema
        .tables
        .values()
        .forEach(
            t -> {
              if (table.name.equals(t.parent)) {
                t.parent = to;
              }
              replace(t.children, table.name, to);
              replace(t.reads, table.name, to);
              t.constraints.values().stream()
                  .filter(c -> table.name.equals(c.references))
                  .forEach(c -> c.references = to);
            });
    for (Index index : schema.indexesOf(table)) {
      schema.indexes.put(index.name, index.copy(index.name, to));
    }
  }

  private static void replace(Set<Name> names, Name from, Name to) {
    if (names.remove(from)) {
      names.add(to);
    }
  }
}
