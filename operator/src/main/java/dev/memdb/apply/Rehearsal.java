package dev.memdb.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.CatalogObject;
import dev.memdb.sql.Redirect;
import dev.memdb.sql.Statement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a statement with {@code IF NOT EXISTS} or {@code OR REPLACE} would make, were its object not
 * there. PostgreSQL itself is asked, in a transaction that is rolled back: on an empty table with
 * the same columns in a schema of its own, so that the real table is locked no more than by a
 * SELECT.
 */
final class Rehearsal {
  private static final String SCHEMA = SqlText.resource(Rehearsal.class, "schema-of-table.sql");

  private final Connection connection;
  private final List<String> schemas;
  private final String scratch;
  private final IdentityHashMap<Statement, Optional<List<CatalogObject>>> elsewhere =
      new IdentityHashMap<>();

  /**
   * @param connection the session of the run, in autocommit mode
   * @param schemas the managed schemas
   * @param scratch a name that nothing has and that needs no quotes; never committed
   */
  Rehearsal(Connection connection, List<String> schemas, String scratch) {
    this.connection = connection;
    this.schemas = schemas;
    this.scratch = scratch;
  }

  /**
   * What there would be, by its real names; other objects may be among it. Empty: that cannot be
   * told.
   *
   * @param object what is there now
   */
  Optional<List<CatalogObject>> of(Statement statement, CatalogObject object) throws SQLException {
    if (elsewhere.containsKey(statement)) {
      return elsewhere.get(statement);
    }
    Optional<List<CatalogObject>> made = rehearse(statement, object);
    if (!Rehearsed.isOverloaded(object)) {
      elsewhere.put(statement, made);
    }
    return made;
  }

  private Optional<List<CatalogObject>> rehearse(Statement statement, CatalogObject object)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      return switch (statement.kind()) {
        case "DropStmt" -> dropped(statement);
        case "CreateFunctionStmt" -> Optional.of(function(statement, object));
        case "IndexStmt", "AlterTableStmt", "CreateTrigStmt" -> {
          JsonNode table = statement.node().path("relation");
          yield elsewhere(statement, table, () -> copy(statement, table));
        }
        case "CreateStmt" -> elsewhere(statement, statement.node().path("relation"), () -> {});
        case "ViewStmt" -> elsewhere(statement, statement.node().path("view"), () -> {});
        default -> Optional.empty();
      };
    } catch (SQLException e) {
      return switch (SqlFailure.of(e)) {
        case PERMISSION, PERMANENT -> Optional.empty();
        default -> throw e;
      };
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private interface Preparation {
    void run() throws SQLException;
  }

  /** The one that is there gets another name meanwhile; its arguments say which one it is. */
  private List<CatalogObject> function(Statement statement, CatalogObject object)
      throws SQLException {
    Sql.execute(
        connection,
        "ALTER %s %s RENAME TO %s"
            .formatted(object.kind().toUpperCase(Locale.ROOT), object.identity(), scratch));
    Sql.execute(connection, statement.text());
    return Catalog.snapshot(connection, schemas).objects();
  }

  /** Of functions: which of those with its name a statement means. */
  private Optional<List<CatalogObject>> dropped(Statement statement) throws SQLException {
    if (statement.node().path("behavior").asText().equals("DROP_CASCADE")) {
      return Optional.empty();
    }
    Sql.execute(connection, statement.text());
    return Optional.of(Catalog.snapshot(connection, schemas).objects());
  }

  private Optional<List<CatalogObject>> elsewhere(
      Statement statement, JsonNode relation, Preparation preparation) throws SQLException {
    Optional<String> redirected = Redirect.to(statement, scratch);
    Optional<String> schema = schema(name(relation));
    if (redirected.isEmpty() || schema.isEmpty()) {
      return Optional.empty();
    }
    Sql.execute(connection, "CREATE SCHEMA " + scratch);
    preparation.run();
    Sql.execute(connection, redirected.get());
    return Optional.of(
        Catalog.snapshot(connection, List.of(scratch)).objects().stream()
            .filter(o -> !o.kind().equals("schema"))
            .map(o -> real(o, schema.get()))
            .toList());
  }

  /** Without the columns that the statement is to add. */
  private void copy(Statement statement, JsonNode relation) throws SQLException {
    String copy = scratch + "." + SqlText.identifier(relation.path("relname").asText());
    Sql.execute(connection, "CREATE TABLE %s (LIKE %s)".formatted(copy, name(relation)));
    for (String column : added(statement)) {
      Sql.execute(
          connection,
          "ALTER TABLE %s DROP COLUMN IF EXISTS %s".formatted(copy, SqlText.identifier(column)));
    }
  }

  private static List<String> added(Statement statement) {
    List<String> columns = new ArrayList<>();
    for (JsonNode command : statement.node().path("cmds")) {
      JsonNode column = command.path("AlterTableCmd").path("def").path("ColumnDef");
      if (column.has("colname")) {
        columns.add(column.path("colname").asText());
      }
    }
    return columns;
  }

  private static String name(JsonNode relation) {
    String name = SqlText.identifier(relation.path("relname").asText());
    return relation.has("schemaname")
        ? SqlText.identifier(relation.path("schemaname").asText()) + "." + name
        : name;
  }

  /** Where the relation really is, as PostgreSQL quotes it; it is there, that is the matter. */
  private Optional<String> schema(String relation) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SCHEMA)) {
      s.setString(1, relation);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(r.getString(1)) : Optional.empty();
      }
    }
  }

  private CatalogObject real(CatalogObject o, String schema) {
    return new CatalogObject(
        o.kind(),
        o.identity().replace(scratch + ".", schema + "."),
        o.definition().replace(scratch + ".", schema + "."));
  }
}
