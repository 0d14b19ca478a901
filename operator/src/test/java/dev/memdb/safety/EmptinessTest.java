package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSetLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which tables count as empty when files run together, and what that hides. */
final class EmptinessTest {
  private static final String TABLE = "CREATE TABLE app.t (id bigint PRIMARY KEY, n int);";
  private static final String INDEX = "CREATE INDEX i ON app.t (n);";
  private static final String FOUND = "require-concurrent-index-creation";

  private static List<String> found(String... files) {
    var list = new ArrayList<LintFile>();
    for (String file : files) {
      list.add(new LintFile("V" + (list.size() + 1) + "__a.sql", file, true));
    }
    return Linter.judge(list, Target.of(18)).stream()
        .filter(Finding::counts)
        .map(Finding::rule)
        .toList();
  }

  @Test
  void aTableThatAnEarlierFileFillsIsInUse() {
    for (String fill :
        List.of(
            "INSERT INTO app.t SELECT id, 1 FROM app.old;",
            "INSERT INTO app.t SELECT n, n FROM generate_series(1, 100000) n;",
            "INSERT INTO app.t SELECT 1, 2 UNION ALL SELECT id, 1 FROM app.old;",
            "WITH o AS (SELECT * FROM app.old) INSERT INTO app.t SELECT id, 1 FROM o;",
            "MERGE INTO app.t USING app.old o ON o.id = t.id WHEN NOT MATCHED THEN INSERT VALUES (o.id, 1);",
            "COPY app.t FROM '/data/t.csv';",
            "DO $$ BEGIN INSERT INTO app.t SELECT id, 1 FROM app.old; END $$;")) {
      assertThat(found(TABLE, fill, INDEX)).as(fill).containsExactly(FOUND);
      assertThat(found(TABLE + fill, INDEX)).as("with the table: " + fill).containsExactly(FOUND);
      assertThat(found(TABLE + fill + INDEX)).as("nobody has seen it: " + fill).isEmpty();
    }
    assertThat(found("CREATE TABLE app.t AS SELECT * FROM app.old;", INDEX)).containsExactly(FOUND);
    assertThat(found("SELECT * INTO app.t FROM app.old;", INDEX)).containsExactly(FOUND);
  }

  @Test
  void fewRowsAndRowsOfAnEmptyTableAreNotMany() {
    for (String seed :
        List.of(
            "INSERT INTO app.t VALUES (1, 2), (3, 4);",
            "INSERT INTO app.t SELECT 1, 2;",
            "INSERT INTO app.t (id) VALUES ((SELECT max(id) FROM app.old));",
            "INSERT INTO app.t SELECT n, n FROM generate_series(1, 100) n;",
            "INSERT INTO app.t SELECT id, 1 FROM app.old LIMIT 10;",
            "CREATE TABLE app.o (id bigint); INSERT INTO app.t SELECT id, 1 FROM app.o;")) {
      assertThat(found(TABLE, seed, INDEX)).as(seed).isEmpty();
    }
    assertThat(found("CREATE TABLE app.t AS SELECT * FROM app.old WITH NO DATA;", INDEX)).isEmpty();
  }

  @Test
  void rowsOfAPartitionAreThoseOfItsParent() {
    String parent = "CREATE TABLE app.t (id bigint, n int) PARTITION BY RANGE (id);";
    String part = "CREATE TABLE app.p PARTITION OF app.t FOR VALUES FROM (1) TO (9);";

    assertThat(found(parent + part, "INSERT INTO app.p SELECT * FROM app.old;", INDEX))
        .containsExactly(FOUND);
    assertThat(
            found(
                parent + part,
                "INSERT INTO app.t SELECT * FROM app.old;",
                "CREATE INDEX i ON app.p (n);"))
        .containsExactly(FOUND);
  }

  @Test
  void aTableThatABackfillFillsIsInUse() {
    Map<String, byte[]> files = new TreeMap<>();
    Map.of(
            "V1__t.sql",
            TABLE,
            "V2__before.sql",
            "CREATE INDEX b ON app.t (n, id);",
            "V3__n.backfill.yaml",
            "table: app.t\nset:\n  n: \"0\"\n",
            "V4__after.sql",
            INDEX)
        .forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    var set = ((LoadResult.Loaded) new MigrationSetLoader().load("a test", files)).set();

    assertThat(Linter.judge(set, null, Target.of(18)).stream().filter(Finding::counts))
        .singleElement()
        .satisfies(f -> assertThat(f.file() + " " + f.rule()).isEqualTo("V4__after.sql " + FOUND));
  }

  /** It is needed where the table is in use, whatever this run takes it for. */
  @Test
  void anAllowanceThatATableInUseNeedsIsUsed() {
    String allowed = "-- memdb:allow " + FOUND + " it is small\n" + INDEX;
    String update = "-- memdb:allow unbatched-backfill it is small\nUPDATE app.t SET n = 1;";

    assertThat(found(TABLE, allowed)).isEmpty();
    assertThat(found(TABLE, update)).isEmpty();
    assertThat(found(allowed)).isEmpty();
  }

  @Test
  void anAllowanceThatNoTableInUseNeedsIsNot() {
    String allowed = "-- memdb:allow " + FOUND + " it is small\n";

    assertThat(found(TABLE + "\n" + allowed + INDEX))
        .as("one file")
        .containsExactly("unused-allow");
    assertThat(found(TABLE, allowed + INDEX.replace("INDEX i", "INDEX CONCURRENTLY i")))
        .containsExactly("unused-allow");
    assertThat(found(TABLE, "-- memdb:allow ban-drop-table it is small\n" + INDEX))
        .containsExactly("unused-allow");
  }
}
