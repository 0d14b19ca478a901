package dev.memdb.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memdb.api.DriftPolicy;
import dev.memdb.ledger.Claim;
import dev.memdb.migration.*;
import dev.memdb.postgres.*;
import dev.memdb.sql.Statement;
import dev.memdb.testkit.*;
import java.time.Clock;
import java.util.*;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineIT {
  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void appliesTwice(int major) {
    TestDatabase db = PostgresServer.shared(major).createDatabase();
    Databases databases =
        new Databases(
            new Connections(new AddressPolicy(true)),
            Executors.newScheduledThreadPool(1),
            Clock.systemUTC());
    MigrationSet set =
        new MigrationSet(
            "test",
            "sha256:x",
            List.of(
                m("1", "CREATE TABLE t (i int)"),
                m("2", "CREATE TABLE u (i int)"),
                cic("3", "CREATE INDEX CONCURRENTLY t_i ON t (i)")));
    RunRequest r =
        new RunRequest(
            new Claim("c", "ns/n", "staging", null),
            new Endpoint(
                db.host(),
                db.port(),
                db.name(),
                db.user(),
                db.password(),
                new Tls("disable", null)),
            List.of("public"),
            set,
            Version.of("3"),
            Limits.DEFAULT,
            DriftPolicy.BLOCK,
            "1/",
            "me");
    RunControl control =
        new RunControl(
            new RunListener() {
              @Override
              public void progress(String step) {
                System.out.println(step);
              }

              @Override
              public void note(String note) {
                System.out.println(note);
              }
            });
    db = PostgresServer.shared(major).adminOf(db.name());
    {
      db.execute("GRANT ALL ON SCHEMA public TO PUBLIC");
    }
    System.out.println(databases.run(r, control, (a, b, c) -> null));
    System.out.println(databases.run(r, control, (a, b, c) -> null));
    System.out.println(db.column("SELECT l::text FROM memdb.log l"));
    System.out.println(db.column("SELECT l::text FROM memdb.statement_log l"));
    assertThat(db.column("SELECT version FROM memdb.history")).containsExactly("1", "2", "3");
  }

  static Migration m(String v, String sql) {
    return new Migration(
        Version.of(v),
        "d" + v,
        "V" + v + "__d" + v + ".sql",
        sql,
        true,
        List.of(
            new Statement(
                sql,
                0,
                1,
                new ObjectMapper()
                    .createObjectNode()
                    .set("CreateStmt", new ObjectMapper().createObjectNode()))),
        null,
        "abc",
        7);
  }

  static Migration cic(String v, String sql) {
    try {
      return new Migration(
          Version.of(v),
          "d" + v,
          "V" + v + "__d" + v + ".sql",
          sql,
          false,
          List.of(
              new Statement(
                  sql,
                  0,
                  1,
                  new ObjectMapper()
                      .readTree(
                          "{\"IndexStmt\":{\"idxname\":\"t_i\",\"concurrent\":true,\"relation\":{\"relname\":\"t\"}}}"))),
          null,
          "abc",
          7);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
