package dev.memdb.controller;

import java.util.Map;
import java.util.TreeMap;

/** Small migrations in schema {@code app}. */
final class Sql {
  static final String V1 = "V1__memories.sql";
  static final String V2 = "V2__sources.sql";
  static final String V3 = "V3__kind.sql";

  private static final Map<String, String> ALL =
      new TreeMap<>(
          Map.of(
              V1, "CREATE SCHEMA app;\nCREATE TABLE app.memory (id bigint PRIMARY KEY, body text);",
              V2, "CREATE TABLE app.source (id bigint PRIMARY KEY, uri text NOT NULL);",
              V3,
                  "-- memdb:allow status-column-unconstrained any word will do\n"
                      + "ALTER TABLE app.memory ADD COLUMN kind text;"));

  private Sql() {}

  /** The first one, two or three of them. */
  static Map<String, String> upTo(int version) {
    Map<String, String> files = new TreeMap<>();
    ALL.forEach(
        (name, sql) -> {
          if (files.size() < version) {
            files.put(name, sql);
          }
        });
    return files;
  }

  /** Those files and one more. */
  static Map<String, String> with(Map<String, String> files, String name, String sql) {
    Map<String, String> all = new TreeMap<>(files);
    all.put(name, sql);
    return all;
  }
}
