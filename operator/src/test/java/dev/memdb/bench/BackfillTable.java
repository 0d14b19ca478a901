package dev.memdb.bench;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.postgres.SqlText;
import java.util.List;

/**
 * The table that is filled, and what it gets. Of the usual one a row has some 220 bytes, a
 * sequential key, and gets 33 bytes more.
 *
 * @param rows how many, numbered from 1
 * @param keyType of its primary key
 * @param key the key of row number {@code %s}
 * @param repeated how often 32 bytes stand in {@code content}
 * @param fillfactor percent of a page that are used at first
 * @param type of the column to fill
 * @param value what it gets; {@code %s} stands in front of a column
 */
record BackfillTable(
    int rows, String keyType, String key, int repeated, int fillfactor, String type, String value) {
  static final String NAME = "app.memories";
  private static final String CREATE = SqlText.resource(BackfillTable.class, "backfill-table.sql");

  static BackfillTable of(int rows) {
    return new BackfillTable(rows, "bigint", "%s", 4, 100, "text", "md5(%scontent)");
  }

  /** What is filled grows no row, or by some bytes: it lies in what alignment leaves. */
  BackfillTable withBoolean() {
    return new BackfillTable(
        rows, keyType, key, repeated, fillfactor, "boolean", "length(%scontent) > 100");
  }

  BackfillTable withFillfactor(int percent) {
    return new BackfillTable(rows, keyType, key, repeated, percent, type, value);
  }

  /** Rows that follow each other lie anywhere in the key's index. */
  BackfillTable withRandomKey() {
    return new BackfillTable(
        rows, "uuid", "md5((%s)::text)::uuid", repeated, fillfactor, type, value);
  }

  /** Rows of 2.5 kB, whose content is stored outside of them. */
  BackfillTable withWideRows() {
    return new BackfillTable(rows, keyType, key, 80, fillfactor, type, value);
  }

  String sql() {
    return CREATE
        .replace(":key_type", keyType)
        .replace(":key", key.formatted("i"))
        .replace(":type", type)
        .replace(":fillfactor", Integer.toString(fillfactor))
        .replace(":repeated", Integer.toString(repeated))
        .replace(":rows", Integer.toString(rows))
        .replace(":new_value", value.formatted("NEW."));
  }

  /** The one UPDATE that is the measure. */
  String update() {
    return "UPDATE " + NAME + " SET filled = " + value.formatted("");
  }

  BackfillSpec spec() {
    return new BackfillSpec(
        "app",
        "memories",
        List.of(new BackfillSpec.Assignment("filled", value.formatted(""))),
        null,
        null);
  }

  /** Of a row whose number is the parameter. */
  String keyOf(String parameter) {
    return key.formatted(parameter);
  }
}
