package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a database has, as far as it is known: read from a live one, or what the files before say.
 * What nobody has said is not known, which is something else than not there.
 */
public final class Schema {
  final Map<Name, Table> tables = new LinkedHashMap<>();
  final Map<Name, Index> indexes = new LinkedHashMap<>();
  final Map<Name, Type> types = new LinkedHashMap<>();
  final Map<Name, Function> functions = new HashMap<>();
  SearchPath path = SearchPath.of(List.of("public"));

  /** Whether the tables that an earlier file has made are taken to be in use by now. */
  boolean inUse;

  /** What tables that have another name now were called. */
  final Map<Name, Name> renamed = new HashMap<>();

  /** The schemas that files have made, with the file that did; -1 when it is not judged. */
  final Map<String, Integer> made = new HashMap<>();

  /** Whether what is not here does not exist. */
  private boolean complete;

  Schema() {}

  /** One of which nothing is known. */
  public static Schema unknown() {
    return new Schema();
  }

  /**
   * One that was read from a live database.
   *
   * @param described the rows of {@link #query}, in order
   * @throws IllegalArgumentException when they are something else
   */
  public static Schema read(List<String> described) {
    Schema schema = LiveSchema.read(described);
    schema.complete = true;
    return schema;
  }

  /** One query whose rows of one column {@link #read} takes. It needs no rights but to connect. */
  public static String query() {
    return Rules.resource("schema.sql");
  }

  boolean isComplete() {
    return complete;
  }

  Schema copy() {
    var copy = new Schema();
    tables.forEach((n, t) -> copy.tables.put(n, t.copy(n)));
    indexes.forEach((n, i) -> copy.indexes.put(n, i.copy(n, i.table)));
    types.forEach((n, t) -> copy.types.put(n, t.copy(n)));
    copy.functions.putAll(functions);
    copy.path = path;
    copy.made.putAll(made);
    copy.renamed.putAll(renamed);
    copy.complete = complete;
    return copy;
  }

  /** All transactions have ended: what there is, is there for everybody. */
  void settle() {
    tables
        .values()
        .forEach(
            t -> {
              t.bornIn = -1;
              t.before = null;
              t.constraints.values().forEach(c -> c.addedIn = -1);
            });
    indexes.values().forEach(i -> i.bornIn = -1);
    types
        .values()
        .forEach(
            t -> {
              t.bornIn = -1;
              t.added.clear();
            });
  }

  /** The name that a {@code RangeVar} means: where it is on the path, or is taken to be. */
  Name name(JsonNode rangeVar) {
    return name(rangeVar.path("schemaname").asText(), rangeVar.path("relname").asText());
  }

  /** The name that a list of strings means, of a relation. */
  Name name(List<String> parts) {
    int last = parts.size() - 1;
    return name(last > 0 ? parts.get(last - 1) : "", last < 0 ? "" : parts.get(last));
  }

  private Name name(String schema, String name) {
    if (!schema.isEmpty()) {
      return new Name(schema, name);
    }
    var temporary = new Name(SearchPath.TEMPORARY, name);
    if (tables.containsKey(temporary) || indexes.containsKey(temporary)) {
      return temporary;
    }
    List<String> schemas = path.schemas();
    for (String path : schemas) {
      var found = new Name(path, name);
      if (tables.containsKey(found) || indexes.containsKey(found)) {
        return found;
      }
    }
    return new Name(name.startsWith("pg_") ? SearchPath.CATALOG : schemas.get(0), name);
  }

  /** The name that a new relation gets, whatever else of that name is on the path. */
  Name newName(JsonNode rangeVar) {
    boolean temporary = rangeVar.path("relpersistence").asText().equals("t");
    String schema = temporary ? SearchPath.TEMPORARY : rangeVar.path("schemaname").asText();
    return newName(schema, rangeVar.path("relname").asText());
  }

  /** The same for types and functions. */
  Name newName(List<String> parts) {
    int last = parts.size() - 1;
    return newName(last > 0 ? parts.get(last - 1) : "", parts.get(last));
  }

  private Name newName(String schema, String name) {
    return new Name(schema.isEmpty() ? path.schemas().get(0) : schema, name);
  }

  /** A session ends, and what is temporary with it. */
  void endSession() {
    tables.keySet().removeIf(n -> n.schema().equals(SearchPath.TEMPORARY));
    indexes.keySet().removeIf(n -> n.schema().equals(SearchPath.TEMPORARY));
    path = path.begun();
  }

  /** The same for types and functions, which have names of their own. */
  Name among(Map<Name, ?> things, List<String> parts) {
    String name = parts.get(parts.size() - 1);
    if (parts.size() > 1) {
      return new Name(parts.get(parts.size() - 2), name);
    }
    return path.schemas().stream()
        .map(path -> new Name(path, name))
        .filter(things::containsKey)
        .findFirst()
        .orElseGet(() -> newName("", name));
  }

  /** A table; one of which nothing is known when nobody has said a word of it. */
  Table table(Name name) {
    return tables.computeIfAbsent(name, Table::new);
  }

  /** The table that was once called so, whatever it is called now; null when it is gone. */
  Table known(Name name) {
    Name now = name;
    for (int i = 0;
        i <= renamed.size() && !tables.containsKey(now) && renamed.containsKey(now);
        i++) {
      now = renamed.get(now);
    }
    return tables.get(now);
  }

  Table table(JsonNode rangeVar) {
    return table(name(rangeVar));
  }

  /** Whether it is known that there is no such relation. */
  boolean isAbsent(JsonNode rangeVar) {
    return complete && !tables.containsKey(name(rangeVar));
  }

  /** Whether a value of it must pass something: a rule of a domain, or of what that is made of. */
  boolean isConstrained(SqlType type) {
    return !type.array()
        && type(type)
            .map(t -> t.isConstrained() || (t.base != null && isConstrained(t.base)))
            .orElse(false);
  }

  /** The default that a column of a domain has from it; null when there is none. */
  JsonNode defaultOf(SqlType type) {
    Type domain = type.array() ? null : type(type).orElse(null);
    if (domain == null || domain.defaultValue != null) {
      return domain == null ? null : domain.defaultValue;
    }
    return domain.base == null ? null : defaultOf(domain.base);
  }

  /** The type of a column when it is a domain, an enum or another of the user's own. */
  Optional<Type> type(SqlType type) {
    if (type == null || type.schema().equals("pg_catalog")) {
      return Optional.empty();
    }
    List<String> parts =
        type.schema().isEmpty() ? List.of(type.name()) : List.of(type.schema(), type.name());
    return Optional.ofNullable(types.get(among(types, parts)));
  }

  Optional<Function> function(List<String> parts) {
    return Optional.ofNullable(functions.get(among(functions, parts)));
  }

  List<Index> indexesOf(Table table) {
    return indexes.values().stream().filter(i -> i.table.equals(table.name)).toList();
  }

  /** The foreign keys that refer to a table, each with the table that has it. */
  List<Reference> referencesTo(Table table) {
    return references().filter(r -> r.key().references.equals(table.name)).toList();
  }

  Stream<Reference> references() {
    return tables.values().stream()
        .flatMap(
            t ->
                t.constraints.values().stream()
                    .filter(c -> c.references != null)
                    .map(c -> new Reference(t, c)));
  }

  /** A foreign key and the table that has it. */
  record Reference(Table table, Constraint key) {}

  /** All partitions and children of a table, and theirs. */
  List<Table> descendants(Table table) {
    var found = new ArrayList<Table>();
    for (Name child : table.children) {
      Table next = tables.get(child);
      if (next != null && found.size() < tables.size()) {
        found.add(next);
        found.addAll(descendants(next));
      }
    }
    return found;
  }

  /** All partitions of a table, and theirs; children that are none have indexes of their own. */
  List<Table> partitions(Table table) {
    return table.isPartitioned() ? descendants(table) : List.of();
  }

  /** The partition that takes what no other does; empty when there is none that is known. */
  Optional<Table> defaultPartition(Table table) {
    return table.children.stream()
        .map(tables::get)
        .filter(t -> t != null && t.defaultPartition)
        .findFirst();
  }

  static List<String> names(JsonNode list) {
    return Trees.name(list);
  }
}
