package dev.memdb.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memdb.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table whose column {@code c} is filled online, with all that shows a mistake: {@code fills}
 * counts how often a row was filled by the workers, and {@code c} has to follow {@code source},
 * which the application goes on changing.
 */
final class FillSet {
  static final String FILES = "fill";
  static final String SCHEMA = "app";
  static final String TARGET = "4";
  static final int ROWS = 120_000;

  /** So many that a worker is soon done with one: what a frozen one has left is then taken over. */
  private static final int PARTITIONS = 16;

  private static final String TABLE =
      """
      CREATE SCHEMA app;
      CREATE TABLE app.items (
        id bigint PRIMARY KEY, source int NOT NULL, padding text NOT NULL, fills int NOT NULL DEFAULT 0
      ) PARTITION BY HASH (id);
      CREATE INDEX ON app.items (padding);
      """;

  private static final String EXPAND =
      """
      ALTER TABLE app.items ADD COLUMN c bigint;
      CREATE FUNCTION app.fill_c() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        NEW.c := NEW.source::bigint * 2 + 1;
        RETURN NEW;
      EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
        NEW.c := NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER zzzz_fill_c_ins BEFORE INSERT ON app.items
        FOR EACH ROW WHEN (NEW.c IS NULL) EXECUTE FUNCTION app.fill_c();
      CREATE TRIGGER zzzz_fill_c_upd BEFORE UPDATE ON app.items
        FOR EACH ROW WHEN (NEW.c IS NULL OR OLD.source IS DISTINCT FROM NEW.source) EXECUTE FUNCTION app.fill_c();
      ALTER TABLE app.items ENABLE ALWAYS TRIGGER zzzz_fill_c_ins, ENABLE ALWAYS TRIGGER zzzz_fill_c_upd;
      """;

  private static final String FILL =
      """
      table: app.items
      set:
        c: "source::bigint * 2 + 1"
        fills: "fills + 1"
      complete: "c IS NOT NULL"
      """;

  private FillSet() {}

  static Map<String, byte[]> files() {
    return new TreeMap<>(
            Map.of(
                "V1__items.sql",
                TABLE + partitions(),
                "V2__expand.sql",
                EXPAND,
                "V3__fill_c.backfill.yaml",
                FILL,
                "V4__tighten.sql",
                "ALTER TABLE app.items ALTER COLUMN c SET NOT NULL;"))
        .entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getBytes(UTF_8)));
  }

  private static String partitions() {
    return IntStream.range(0, PARTITIONS)
        .mapToObj(
            i ->
                "CREATE TABLE app.items_%d PARTITION OF app.items FOR VALUES WITH (MODULUS %d, REMAINDER %d);\n"
                    .formatted(i, PARTITIONS, i))
        .collect(Collectors.joining());
  }

  static void seed(TestDatabase database) {
    database.execute(
        "INSERT INTO app.items SELECT i, i %% 1000, md5(i::text) FROM generate_series(1, %d) i"
            .formatted(ROWS));
  }

  /** How many rows are not filled, filled more than once, or not what they should be. */
  record Count(long missed, long twice, long stale) {
    static Count of(TestDatabase database) {
      List<Long> counts =
          database
              .column(
                  "SELECT unnest(ARRAY[count(*) FILTER (WHERE c IS NULL), count(*) FILTER (WHERE fills > 1),"
                      + " count(*) FILTER (WHERE c <> source::bigint * 2 + 1)]) FROM app.items")
              .stream()
              .map(Long::valueOf)
              .toList();
      return new Count(counts.get(0), counts.get(1), counts.get(2));
    }

    boolean clean() {
      return missed == 0 && twice == 0 && stale == 0;
    }
  }
}
