package dev.memdb.apply;

import dev.memdb.apply.FencedDataSource.FencedConnection;
import java.sql.Connection;
import java.util.concurrent.Callable;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Database;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;
import org.flywaydb.database.postgresql.PostgreSQLConnection;
import org.flywaydb.database.postgresql.PostgreSQLDatabase;
import org.flywaydb.database.postgresql.PostgreSQLDatabaseType;
import org.flywaydb.database.postgresql.PostgreSQLSchema;
import org.flywaydb.database.postgresql.PostgreSQLTable;

/**
 * Flyway's PostgreSQL, minus what the fenced session has done already: its lock, its search_path
 * and role housekeeping, its questions whether the history exists. It takes a migration from 17
 * round trips to 2. Flyway finds it through {@code META-INF/services}; it applies to our own
 * connections only, so that Flyway elsewhere in the JVM is as always. The classes are internal to
 * Flyway: the version is pinned, and a test fails when this is no longer used.
 */
public final class FencedPostgres extends PostgreSQLDatabaseType {
  @Override
  public int getPriority() {
    return 100; // above PostgreSQL and its relatives, which answer to any PostgreSQL connection
  }

  @Override
  public boolean handlesJDBCUrl(String url) {
    return false;
  }

  @Override
  public boolean handlesDatabaseProductNameAndVersion(
      String name, String version, Connection connection) {
    return connection instanceof FencedConnection;
  }

  @Override
  public Database<?> createDatabase(
      Configuration configuration, JdbcConnectionFactory factory, StatementInterceptor statements) {
    return new FencedDatabase(configuration, factory, statements);
  }

  private static final class FencedDatabase extends PostgreSQLDatabase {
    private String select;
    private String insert;

    FencedDatabase(
        Configuration configuration,
        JdbcConnectionFactory factory,
        StatementInterceptor statements) {
      super(configuration, factory, statements);
    }

    @Override
    protected PostgreSQLConnection doGetConnection(Connection connection) {
      return new Session(this, connection);
    }

    @Override
    public boolean useSingleConnection() {
      return true;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public String getSelectStatement(Table table) {
      if (select == null) { // Flyway puts it together anew for each file
        select = super.getSelectStatement(table);
      }
      return select;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public String getInsertStatement(Table table) {
      if (insert == null) {
        insert = super.getInsertStatement(table);
      }
      return insert;
    }
  }

  private static final class Session extends PostgreSQLConnection {
    private final FencedTemplate template;

    Session(PostgreSQLDatabase database, Connection connection) {
      super(database, connection);
      template = new FencedTemplate(connection, database);
      jdbcTemplate = template;
    }

    @Override
    protected void doRestoreOriginalState() {
      // the session resets itself before every file
    }

    @Override
    protected void doUpdateOriginalState() {
      // as above
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void changeCurrentSchemaTo(Schema schema) {
      // unqualified DDL must not land in memdb
    }

    @Override
    public void doChangeCurrentSchemaOrSearchPathTo(String schema) {
      // as above
    }

    @Override
    protected String getCurrentSchemaNameOrSearchPath() {
      return "memdb";
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Schema getSchema(String name) {
      return new InstalledSchema(jdbcTemplate, database, name);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public <T> T lock(Table table, Callable<T> work) {
      template.turn();
      try {
        return work.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new FlywayException(e);
      }
    }
  }

  private static final class InstalledSchema extends PostgreSQLSchema {
    InstalledSchema(JdbcTemplate template, PostgreSQLDatabase database, String name) {
      super(template, database, name);
    }

    @Override
    protected boolean doExists() {
      return true;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Table getTable(String table) {
      return new InstalledTable(jdbcTemplate, database, this, table);
    }
  }

  private static final class InstalledTable extends PostgreSQLTable {
    InstalledTable(
        JdbcTemplate template, PostgreSQLDatabase database, PostgreSQLSchema schema, String name) {
      super(template, database, schema, name);
    }

    @Override
    protected boolean doExists() {
      return true;
    }
  }
}
