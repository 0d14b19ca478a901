package dev.memdb.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One table on one server, for which the ways of filling it are compared.
 *
 * @param name as the option has it
 * @param major of PostgreSQL
 * @param settings of the server, beside the usual ones
 * @param workers of ours
 * @param standby whether one follows by streaming replication
 */
record BackfillCase(
    String name,
    int major,
    Map<String, String> settings,
    BackfillTable table,
    int workers,
    boolean standby) {
  static final List<String> NAMES =
      List.of(
          "boolean",
          "fillfactor",
          "uuid",
          "toast",
          "cache",
          "autovacuum",
          "workers",
          "pg14",
          "logical",
          "standby",
          "large");

  /** The one of the comparison. */
  static final String USUAL = "usual";

  /** The same table, filled with pauses alone. */
  static final String THROTTLED = "throttled";

  /** Rows of some 260 bytes with their share of a page: a cache of a sixteenth of the table. */
  private static final int ROWS_PER_CACHED_MB = 16 * 4_000;

  BackfillCase {
    settings = Map.copyOf(settings);
  }

  /** What all others differ from in one thing. */
  static BackfillCase usual(String name, int major, int rows) {
    return new BackfillCase(name, major, Map.of(), BackfillTable.of(rows), 1, false);
  }

  /**
   * One of {@link #NAMES}, or the usual one.
   *
   * @param rows of the usual table; a wide one has a tenth
   */
  static BackfillCase of(String name, int major, int rows) {
    BackfillCase usual = usual(name, major, rows);
    BackfillTable table = usual.table;
    return switch (name) {
      case "boolean" -> usual.with(table.withBoolean());
      case "fillfactor" -> usual.with(table.withFillfactor(85));
      case "uuid" -> usual.with(table.withRandomKey());
      case "toast" -> usual.with(BackfillTable.of(rows / 10).withWideRows());
      case "cache" ->
          usual.with(
              Map.of(
                  "shared_buffers",
                  Math.max(1, rows / ROWS_PER_CACHED_MB) + "MB",
                  "max_wal_size",
                  "256MB"));
      case "autovacuum" ->
          usual.with(
              Map.of(
                  "autovacuum", "on",
                  "autovacuum_naptime", "1s",
                  "autovacuum_vacuum_scale_factor", "0.05"));
      case "workers" -> new BackfillCase(name, major, usual.settings, table, 2, false);
      case "pg14" -> usual(name, 14, rows);
      case "logical" -> usual.with(Map.of("wal_level", "logical"));
      case "standby" -> new BackfillCase(name, major, usual.settings, table, 1, true);
      case "large", USUAL, THROTTLED -> usual;
      default ->
          throw new IllegalArgumentException(
              name + " is none of " + NAMES + ", " + USUAL + ", " + THROTTLED);
    };
  }

  private BackfillCase with(BackfillTable other) {
    return new BackfillCase(name, major, settings, other, workers, standby);
  }

  private BackfillCase with(Map<String, String> other) {
    return new BackfillCase(name, major, other, table, workers, standby);
  }

  /** All settings of the server. */
  Map<String, String> serverSettings() {
    Map<String, String> all = new HashMap<>();
    all.put("shared_buffers", "1GB");
    all.put("max_wal_size", "4GB");
    all.put("autovacuum", "off");
    all.put("checkpoint_timeout", "30min");
    all.putAll(settings);
    return all;
  }
}
