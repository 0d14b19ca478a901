package dev.memdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.postgres.SqlText;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a schema: server and client agree, and the session is left as it was. */
class CatalogIT {
  private static final List<String> SCHEMAS = List.of("app", "other");

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void serverAndClientWorkOutTheSameFingerprint(int major) throws SQLException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    Sessions.execute(
        database,
        """
        CREATE SCHEMA app;
        CREATE TABLE app."a.b
        c" ("x: y" int, "😀" text DEFAULT E'a\\n not null\\n  b', "￿" text);
        CREATE VIEW app.v AS SELECT 1 AS one;
        COMMENT ON VIEW app.v IS E'first\\nsecond\\n\\n or\\nlast';
        CREATE FUNCTION app.f() RETURNS void LANGUAGE plpgsql AS E'\\nBEGIN\\r\\n\\nEND';
        """);
    try (Connection c = Sessions.open(database)) {
      SchemaSnapshot snapshot = Catalog.snapshot(c, SCHEMAS);

      assertThat(snapshot.fingerprint()).isEqualTo(Catalog.fingerprint(c, SCHEMAS));
      assertThat(SchemaSnapshot.decode(snapshot.encode())).isEqualTo(snapshot);
      assertThat(snapshot.objects()).hasSize(8);
    }
  }

  @Test
  void majorVersionsDifferInNothingButTheWordingOfViews() throws SQLException {
    SchemaSnapshot old = snapshot(14);
    SchemaSnapshot current = snapshot(18);

    assertThat(SchemaDiff.between(old, current)).isEmpty();
    assertThat(current.fingerprint()).isNotEqualTo(old.fingerprint());
  }

  private static SchemaSnapshot snapshot(int major) throws SQLException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    Sessions.execute(database, SqlText.resource(CatalogIT.class, "setup.sql"));
    Sessions.execute(database, "CREATE TABLE public.t (i int); GRANT ALL ON public.t TO PUBLIC");
    try (Connection c = Sessions.open(database)) {
      return Catalog.snapshot(c, List.of("app", "other", "public"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void theSessionIsLeftAsItBegan(int major) throws SQLException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    try (Connection c = Sessions.open(database)) {
      String before = settings(c);
      Catalog.fingerprint(c, SCHEMAS);
      assertThat(settings(c)).isEqualTo(before);

      String failing = Catalog.fingerprintSql(major, SCHEMAS).replace("FROM block", "FROM blocks");
      assertThatThrownBy(() -> Sessions.execute(c, failing)).hasMessageContaining("blocks");
      assertThat(settings(c)).isEqualTo(before);
    }
  }

  /** Everything but what differs from one statement to the next. */
  private static String settings(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT string_agg(name || '=' || setting, E'\\n' ORDER BY name) FROM pg_settings")) {
      r.next();
      return r.getString(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void schemasThatAreNotThereAreEmptyAndMemdbIsNeverPart(int major) throws SQLException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    Sessions.execute(database, "CREATE SCHEMA memdb; CREATE TABLE memdb.history (i int)");
    try (Connection c = Sessions.open(database)) {
      SchemaSnapshot nothing = Catalog.snapshot(c, List.of("app", "memdb", "it's \\"));

      assertThat(nothing.objects()).isEmpty();
      assertThat(nothing.fingerprint()).isEqualTo(Catalog.fingerprint(c, List.of()));
      assertThat(SchemaSnapshot.decode(nothing.encode())).isEqualTo(nothing);
    }
  }
}
