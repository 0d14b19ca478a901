package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.schema.Catalog;
import dev.memdb.schema.SchemaDiff;
import dev.memdb.schema.SchemaSnapshot;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page on memory-core promises about fingerprints. */
class MemoryCoreFingerprintIT {
  private static final List<String> SCHEMAS = List.of("memory");

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void environmentsWithOtherMonthsAreEqual(int major) throws SQLException {
    TestDatabase staging = MemoryCore.install(major);
    TestDatabase production = MemoryCore.install(major);
    TestDatabase application = MemoryCore.application(major, production);

    assertThat(fingerprint(production)).isEqualTo(fingerprint(staging));

    production.column("SELECT memory.add_usage_partitions((now() + interval '3 months')::date)");
    assertThat(fingerprint(production)).isEqualTo(fingerprint(staging));
    staging.column("SELECT memory.add_usage_partitions((now() + interval '7 months')::date)");
    assertThat(fingerprint(production)).isEqualTo(fingerprint(staging));
    assertThat(application.column("SELECT count(*) FROM memory.memories")).containsExactly("0");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aTriggerThatIsOffForOneMonthIsNamed(int major) throws SQLException {
    TestDatabase database = MemoryCore.install(major);
    database.column("SELECT memory.add_usage_partitions((now() + interval '3 months')::date)");
    SchemaSnapshot before = snapshot(database);

    database.execute(
        "ALTER TABLE memory.usage_events_later DISABLE TRIGGER usage_events_append_only");

    assertThat(SchemaDiff.between(before, snapshot(database)))
        .singleElement()
        .satisfies(
            d ->
                assertThat(d.describe())
                    .isEqualTo(
                        "changed trigger memory.usage_events[*].usage_events_append_only: partitions are not alike, now disabled"));
  }

  @Test
  void majorVersionsAreEqual() throws SQLException {
    assertThat(
            SchemaDiff.between(snapshot(MemoryCore.install(14)), snapshot(MemoryCore.install(18))))
        .isEmpty();
  }

  private static String fingerprint(TestDatabase database) throws SQLException {
    try (Connection c = database.connect()) {
      return Catalog.fingerprint(c, SCHEMAS);
    }
  }

  private static SchemaSnapshot snapshot(TestDatabase database) throws SQLException {
    try (Connection c = database.connect()) {
      return Catalog.snapshot(c, SCHEMAS);
    }
  }
}
