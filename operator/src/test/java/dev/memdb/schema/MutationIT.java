package dev.memdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.postgres.SqlText;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes to a schema, each rolled back: what counts is seen and named, what does not is not. */
class MutationIT {
  private static final List<String> SCHEMAS = List.of("app", "other");

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void everyChangeIsSeenAndNamed(int major) throws SQLException {
    try (Schema schema = new Schema(major)) {
      SoftAssertions all = new SoftAssertions();
      List<Mutation> mutations = Mutation.list("mutations.sql", major);
      for (Mutation mutation : mutations) {
        Schema.Change change = schema.change(mutation);

        all.assertThat(change.before().fingerprint())
            .as("%s", mutation)
            .isNotEqualTo(change.after().fingerprint());
        List<String> said =
            SchemaDiff.between(change.before(), change.after()).stream()
                .map(Difference::describe)
                .toList();
        for (String expected : mutation.expected()) {
          all.assertThat(said).as("%s", mutation).anyMatch(line -> line.startsWith(expected));
        }
        all.assertThat(change.after().toString()).doesNotContain("hunter2");
      }
      all.assertAll();
      assertThat(mutations).hasSizeGreaterThan(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void whatIsNoChangeOfTheSchemaIsNotSeen(int major) throws SQLException {
    try (Schema schema = new Schema(major)) {
      SoftAssertions all = new SoftAssertions();
      for (Mutation mutation : Mutation.list("benign.sql", major)) {
        Schema.Change change = schema.change(mutation);

        all.assertThat(SchemaDiff.between(change.before(), change.after()))
            .as("%s", mutation)
            .isEmpty();
        all.assertThat(change.after().fingerprint())
            .as("%s", mutation)
            .isEqualTo(change.before().fingerprint());
      }
      all.assertAll();
    }
  }

  /** A database with one of everything, seen by its owner, who is no superuser. */
  private static final class Schema implements AutoCloseable {
    private final TestDatabase database;
    private final Connection connection;
    private final SchemaSnapshot unchanged;

    record Change(SchemaSnapshot before, SchemaSnapshot after) {}

    Schema(int major) throws SQLException {
      database = PostgresServer.shared(major).createDatabase();
      Sessions.execute(database, SqlText.resource(MutationIT.class, "setup.sql"));
      connection = Sessions.open(PostgresServer.shared(major).adminOf(database.name()));
      unchanged = read();
    }

    Change change(Mutation mutation) throws SQLException {
      connection.setAutoCommit(false);
      try {
        SchemaSnapshot before = unchanged;
        if (!mutation.given().isEmpty()) {
          as(mutation);
          execute(mutation.given());
          before = read();
        }
        as(mutation);
        execute(mutation.change());
        return new Change(before, read());
      } catch (SQLException e) {
        throw new SQLException(mutation + ": " + e.getMessage(), e);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }

    private SchemaSnapshot read() throws SQLException {
      execute(owner());
      SchemaSnapshot snapshot = Catalog.snapshot(connection, SCHEMAS);
      execute("RESET ROLE");
      return snapshot;
    }

    private void as(Mutation mutation) throws SQLException {
      execute(mutation.superuser() ? "RESET ROLE" : owner());
    }

    private String owner() {
      return "SET ROLE " + SqlText.identifier(database.user());
    }

    private void execute(String sql) throws SQLException {
      Sessions.execute(connection, sql);
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
