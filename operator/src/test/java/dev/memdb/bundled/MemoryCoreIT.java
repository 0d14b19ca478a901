package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryCoreIT {
  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void appliesFromEmptyAsTheOwnerAndProvesEachStep(int major) {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    assertThat(database.value("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
        .isEqualTo("f");

    for (String file : MemoryCore.index()) {
      if (MemoryCore.isVerification(file)) {
        assertThat(MemoryCore.untrue(database, file)).as(file).isEmpty();
      } else {
        MemoryCore.apply(database, List.of(file));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void takesOverASchemaThatIsAlreadyThere(int major) {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    database.execute("CREATE SCHEMA memory; GRANT ALL ON SCHEMA memory TO PUBLIC");

    MemoryCore.apply(database, MemoryCore.migrations());

    assertThat(MemoryCore.untrue(database, "V1__foundation.verify.sql")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void makesTheSameCatalogInEveryDatabase(int major) {
    TestDatabase staging = MemoryCore.install(major);
    TestDatabase production = MemoryCore.install(major);

    assertThat(catalog(production)).isEqualTo(catalog(staging)).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void touchesNothingOutsideItsSchema(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(
            database.column(
                "SELECT DISTINCT relnamespace::regnamespace::text FROM pg_class WHERE oid >= 16384"
                    + " AND relnamespace <> 'pg_toast'::regnamespace"))
        .containsExactly("memory");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void everyForeignKeyHasAnIndex(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(database.column(sql("foreign-keys-without-index.sql"))).isEmpty();
    database.execute("DROP INDEX memory.artifacts_source_idx");
    assertThat(database.column(sql("foreign-keys-without-index.sql")))
        .containsExactly("artifacts_source_fkey");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void everyFunctionPinsItsSearchPath(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(
            database.column(
                "SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'memory'::regnamespace"
                    + " AND NOT coalesce(proconfig, '{}') @> '{\"search_path=pg_catalog, pg_temp\"}'"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void namesEveryConstraintAndIndexItself(int major) {
    TestDatabase database = MemoryCore.install(major);
    String files =
        MemoryCore.migrations().stream().map(MemoryCore::text).collect(Collectors.joining());

    assertThat(
            database.column(
                "SELECT conname FROM pg_constraint WHERE connamespace = 'memory'::regnamespace"
                    + " AND contype <> 'n' UNION SELECT relname FROM pg_class"
                    + " WHERE relnamespace = 'memory'::regnamespace AND relkind IN ('i', 'I')"))
        .hasSizeGreaterThan(50)
        .allSatisfy(name -> assertThat(files).containsPattern("\\b" + name + "\\b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void tablesThatChangeHaveTheLifecycleColumnsAndAllHaveRowLevelSecurity(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(
            database.column(
                "SELECT attrelid::regclass FROM pg_attribute WHERE attrelid IN (SELECT oid FROM"
                    + " pg_class WHERE relnamespace = 'memory'::regnamespace AND relkind IN ('r', 'p')"
                    + " AND NOT relispartition) GROUP BY 1 HAVING array_agg(attname::text) @>"
                    + " '{created_at,updated_at,expires_at,deleted_at,status}'"))
        .containsExactlyInAnyOrder(
            "memory.api_keys", "memory.artifacts", "memory.memories", "memory.sources");
    assertThat(
            database.column(
                "SELECT relname FROM pg_class WHERE relnamespace = 'memory'::regnamespace"
                    + " AND relkind IN ('r', 'p') AND NOT relispartition AND NOT relrowsecurity"))
        .isEmpty();
  }

  private static List<String> catalog(TestDatabase database) {
    // owners differ by design of the tests: each database has a login of its own
    return database.column(sql("catalog.sql")).stream()
        .map(line -> line.replace(database.user(), "owner"))
        .toList();
  }

  private static String sql(String name) {
    try (var in = MemoryCoreIT.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
