package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Says of a statement whether it only reads, and whether it reads only the catalogs. */
public final class Queries {
  private static final Set<String> CATALOG_SCHEMAS = Set.of("pg_catalog", "information_schema");
  private static final List<String> WRITES =
      List.of("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt");

  private Queries() {}

  /**
   * Why a statement is more than a query, with what to do; empty when it is {@code SELECT}, {@code
   * VALUES} or {@code TABLE} and neither writes nor locks rows. What a function does is not seen.
   */
  public static Optional<String> objection(Statement statement) {
    if (!statement.kind().equals("SelectStmt")) {
      return Optional.of(
          statement.tag() + " is no query. Only SELECT and VALUES can verify a migration.");
    }
    var found = new AtomicReference<String>();
    Trees.forEachObject(
        statement.tree(),
        object -> {
          if (object.has("intoClause")) {
            found.compareAndSet(null, "SELECT … INTO makes a table. Leave INTO out.");
          } else if (object.has("lockingClause")) {
            found.compareAndSet(
                null, "FOR UPDATE and its like lock rows. Leave the locking clause out.");
          } else if (WRITES.stream().anyMatch(object::has)) {
            found.compareAndSet(null, "WITH … may only read here. Move the change to a migration.");
          }
        });
    return Optional.ofNullable(found.get());
  }

  /** What is left to look at, and the names that WITH gives to queries there. */
  private record Scope(JsonNode node, Set<String> named) {}

  /**
   * Whether a query reads nothing but {@code pg_catalog} and {@code information_schema}, through
   * functions of PostgreSQL's own that never change anything: it takes no lock that an application
   * would notice. Names without a schema count as the catalog's when they begin with {@code pg_}.
   */
  public static boolean readOnlyCatalogs(Statement query) {
    Deque<Scope> pending = new ArrayDeque<>();
    pending.push(new Scope(query.tree(), Set.of()));
    while (!pending.isEmpty()) {
      Scope scope = pending.pop();
      JsonNode node = scope.node();
      Set<String> named = withNames(node, scope.named());
      if (node.has("relname") && !isCatalog(node, named)) {
        return false;
      }
      if (node.has("FuncCall") && !isBuiltin(Trees.name(node.path("FuncCall").path("funcname")))) {
        return false;
      }
      node.elements().forEachRemaining(child -> pending.push(new Scope(child, named)));
    }
    return true;
  }

  private static boolean isCatalog(JsonNode relation, Set<String> named) {
    String name = relation.path("relname").asText();
    if (relation.has("schemaname")) {
      return CATALOG_SCHEMAS.contains(relation.path("schemaname").asText());
    }
    return named.contains(name) || name.startsWith("pg_");
  }

  private static boolean isBuiltin(List<String> name) {
    String function = name.get(name.size() - 1);
    boolean qualified = name.size() > 1;
    return (!qualified || name.get(0).equals("pg_catalog")) && BuiltinFunctions.contains(function);
  }

  private static Set<String> withNames(JsonNode node, Set<String> outer) {
    JsonNode queries = node.path("withClause").path("ctes");
    if (queries.isEmpty()) {
      return outer;
    }
    var names = new HashSet<>(outer);
    queries.forEach(q -> names.add(q.path("CommonTableExpr").path("ctename").asText()));
    return names;
  }
}
