package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hot queries of the documentation, each planned as PostgreSQL likes, on real rows. */
class MemoryCoreQueriesIT {
  private static final String PROJECT = "00000000-0000-0000-0000-000000000007";
  private static final Pattern QUERY =
      Pattern.compile(
          "### ([\\w ]+)\\n\\n[^#`]*Runs as the (application|owner), on\\s+`(\\w+)`[^#]*?```sql\\n(.+?)```",
          Pattern.DOTALL);
  private static final Pattern INDEX_NAME = Pattern.compile("\"Index Name\": \"(\\w+)\"");

  private static final Map<String, String> ARGUMENTS =
      Map.of(
          "Recall",
          "'" + PROJECT + "', 'agent-3'",
          "Known",
          "'" + PROJECT + "', 'agent-3', 'memory 67'",
          "Expire",
          "now()",
          "Ingest",
          "now()",
          "Roll up",
          "'" + PROJECT + "', 3, now() - interval '2 days', now()");

  record HotQuery(String name, String role, String index, String sql) {
    static List<HotQuery> documented() {
      return QUERY
          .matcher(MemoryCore.documentation())
          .results()
          .map(m -> new HotQuery(m.group(1), m.group(2), m.group(3), m.group(4)))
          .toList();
    }

    /** With the values known, or planned once for all values. */
    String in(String planMode, String command) {
      return ("SET memory.project_id = '%s'; SET plan_cache_mode = '%s'; PREPARE q AS %s; %s"
              + " EXECUTE q (%s)")
          .formatted(PROJECT, planMode, sql, command, ARGUMENTS.get(name));
    }
  }

  static Stream<Arguments> majorsAndPlanModes() {
    return Stream.of(14, 18)
        .flatMap(
            m -> Stream.of("force_custom_plan", "force_generic_plan").map(p -> Arguments.of(m, p)));
  }

  @ParameterizedTest
  @MethodSource("majorsAndPlanModes")
  void eachHotQueryUsesItsIndex(int major, String planMode) {
    TestDatabase database = filled(major);
    TestDatabase application = MemoryCore.application(major, database);

    for (HotQuery query : HotQuery.documented()) {
      TestDatabase role = query.role().equals("owner") ? database : application;
      String plan = Script.run(role, query.in(planMode, "EXPLAIN (FORMAT JSON)")).get(0);

      assertThat(indexes(plan))
          .as(query.name() + ": " + plan)
          .isNotEmpty()
          .isSubsetOf(database.column(indexAndItsPartitions(query.index())));
      assertThat(plan).as(query.name()).doesNotContain("Seq Scan");
      assertThat(plan.contains("\"Sort\"") && query.sql().contains("ORDER BY"))
          .as(query.name() + " sorts: " + plan)
          .isFalse();
      assertThat(Script.run(role, query.in(planMode, ""))).as(query.name()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void theRollUpOfAProjectUsesThePrimaryKey(int major) {
    TestDatabase database = filled(major);
    TestDatabase application = MemoryCore.application(major, database);

    assertThat(
            indexes(
                plan(
                    application,
                    "SELECT sum(quantity) FROM memory.usage_events WHERE project_id = '"
                        + PROJECT
                        + "' AND occurred_at >= now() - interval '1 day' AND occurred_at < now()")))
        .containsExactly("usage_events_later_pkey");
  }

  /** Why there is none: see the documentation. */
  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void anIndexOnMetadataWouldNotServeAnApplication(int major) {
    TestDatabase database = filled(major);
    TestDatabase application = MemoryCore.application(major, database);
    database.execute("CREATE INDEX by_metadata ON memory.memories USING gin (metadata)");
    String search = "SELECT id FROM memory.memories WHERE metadata @> '{\"n\": 7}'";

    assertThat(indexes(plan(database, search))).containsExactly("by_metadata");
    assertThat(indexes(plan(application, search))).doesNotContain("by_metadata");
  }

  @Test
  void theDocumentationHasThemAll() {
    assertThat(HotQuery.documented())
        .extracting(HotQuery::name)
        .containsExactlyInAnyOrderElementsOf(ARGUMENTS.keySet());
  }

  private static TestDatabase filled(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(rows());
    database.execute("VACUUM (ANALYZE) memory.memories, memory.sources, memory.usage_events");
    return database;
  }

  private static String plan(TestDatabase role, String sql) {
    return Script.run(
            role, "SET memory.project_id = '" + PROJECT + "'; EXPLAIN (FORMAT JSON) " + sql)
        .get(0);
  }

  private static List<String> indexes(String plan) {
    return INDEX_NAME.matcher(plan).results().map(r -> r.group(1)).toList();
  }

  private static String indexAndItsPartitions(String index) {
    return "SELECT '%s' UNION SELECT relname FROM pg_class WHERE oid IN".formatted(index)
        + " (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'memory.%s'::regclass)"
            .formatted(index);
  }

  private static String rows() {
    try (var in = MemoryCoreQueriesIT.class.getResourceAsStream("rows.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
