package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryCoreUsageIT {
  private static final String THREE_MONTHS =
      "SELECT memory.add_usage_partitions((date_trunc('month', now()) + interval '3 months')::date%s)";

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void takesEveryEventBeforeAnybodyMadeMonths(int major) {
    TestDatabase database = MemoryCore.install(major);

    database.execute(event("'1999-12-31'") + event("now()") + event("'2999-01-01'"));

    assertThat(partitionsWithRows(database)).containsExactly("usage_events_later");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void cutsMonthsOutOfTheOpenEnd(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(database.column(THREE_MONTHS.formatted("")))
        .containsExactlyElementsOf(monthsFromNow(database, 3));
    assertThat(database.column(THREE_MONTHS.formatted(""))).as("again").isEmpty();

    database.execute(event("'1999-12-31'") + event("now()") + event("'2999-01-01'"));
    assertThat(partitionsWithRows(database))
        .containsExactly(
            monthsFromNow(database, 3).get(1),
            monthsFromNow(database, 3).get(0),
            "usage_events_later");
    assertThat(MemoryCore.untrue(database, "V7__usage_events.verify.sql")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void movesRowsOnlyWhenItIsTold(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(event("'1999-12-31'") + event("now()") + event("'2999-01-01'"));

    assertThat(Refusal.of(database, THREE_MONTHS.formatted("")))
        .map(Refusal::sqlState)
        .contains("55000");
    assertThat(partitionsWithRows(database)).containsExactly("usage_events_later");

    database.execute(THREE_MONTHS.formatted(", move_rows => true"));
    assertThat(partitionsWithRows(database)).hasSize(3);
    assertThat(database.value("SELECT count(*) FROM memory.usage_events")).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void everyPartitionHasTheShapeThatTheMigrationMade(int major) {
    TestDatabase database = MemoryCore.install(major);
    List<String> made = shapes(database);

    database.execute(THREE_MONTHS.formatted(""));

    assertThat(made).hasSize(1);
    assertThat(shapes(database)).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void givesUpWhenItCannotHaveTheLock(int major) throws SQLException {
    TestDatabase database = MemoryCore.install(major);

    try (Connection reader = database.connect()) {
      reader.setAutoCommit(false);
      assertThat(Refusal.of(reader, "SELECT count(*) FROM memory.usage_events")).isEmpty();

      assertThat(Refusal.of(database, THREE_MONTHS.formatted("")))
          .map(Refusal::sqlState)
          .contains("55P03");
      reader.rollback();
    }
    assertThat(database.column(THREE_MONTHS.formatted(""))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void refusesADateThatMustBeAMistake(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(Refusal.of(database, "SELECT memory.add_usage_partitions('20260-01-01')"))
        .map(Refusal::sqlState)
        .contains("22023");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aMonthGoesAwayAsAWhole(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(THREE_MONTHS.formatted(""));
    String month = monthsFromNow(database, 3).get(1);
    database.execute(event("now()"));

    database.execute(
        "ALTER TABLE memory.usage_events DETACH PARTITION memory." + month + " CONCURRENTLY");
    database.execute("DROP TABLE memory." + month);

    assertThat(partitionsWithRows(database)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void countsARepeatedEventOnceAndChangesNone(int major) {
    TestDatabase database = MemoryCore.install(major);
    String event =
        "INSERT INTO memory.usage_events (project_id, occurred_at, event_id, metric, quantity)"
            + " VALUES (gen_random_uuid(), '2026-01-01', gen_random_uuid(), 'tokens.in', 5)";
    database.execute(event);

    database.execute(
        "INSERT INTO memory.usage_events SELECT * FROM memory.usage_events ON CONFLICT DO NOTHING");

    assertThat(database.value("SELECT sum(quantity) FROM memory.usage_events")).isEqualTo("5");
    assertThat(Refusal.of(database, "UPDATE memory.usage_events SET quantity = 6"))
        .map(Refusal::constraint)
        .contains("usage_events_append_only");
  }

  /** The one before the present month, and then the months, as many as asked for. */
  private static List<String> monthsFromNow(TestDatabase database, int months) {
    return database.column(
        "SELECT 'usage_events_' || CASE i WHEN -1 THEN 'before_' ELSE '' END || to_char("
            + "date_trunc('month', now() AT TIME ZONE 'UTC') + greatest(i, 0) * interval '1 month',"
            + " 'YYYY_MM') FROM generate_series(-1, "
            + (months - 1)
            + ") AS i");
  }

  private static List<String> partitionsWithRows(TestDatabase database) {
    return database.column(
        "SELECT DISTINCT relname::text COLLATE \"C\" FROM memory.usage_events AS u"
            + " JOIN pg_class ON pg_class.oid = u.tableoid ORDER BY 1");
  }

  /** Columns, constraints, indexes and triggers of each partition without its name, once each. */
  private static List<String> shapes(TestDatabase database) {
    return database.column(
        """
        SELECT DISTINCT concat_ws(E'\\n',
          (SELECT string_agg(format('%s %s %s', attname, attnotnull, pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum)
             FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = inhrelid AND attnum > 0),
          (SELECT string_agg(pg_get_constraintdef(oid), ', ' ORDER BY contype, pg_get_constraintdef(oid)) FROM pg_constraint WHERE conrelid = inhrelid),
          (SELECT string_agg(replace(pg_get_indexdef(indexrelid), relname, ''), ', ' ORDER BY indisprimary) FROM pg_index WHERE indrelid = inhrelid),
          (SELECT string_agg(replace(pg_get_triggerdef(t.oid), relname, ''), ', ') FROM pg_trigger AS t WHERE tgrelid = inhrelid))
          FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'memory.usage_events'::regclass
        """);
  }

  private static String event(String occurredAt) {
    return "INSERT INTO memory.usage_events (project_id, occurred_at, metric, quantity)"
        + (" VALUES (gen_random_uuid(), " + occurredAt + ", 'tokens.in', 1);");
  }
}
