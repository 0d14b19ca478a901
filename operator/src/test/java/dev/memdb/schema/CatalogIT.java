package dev.memdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
}
