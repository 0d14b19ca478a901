package dev.memdb.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A small schema made at random, and statements about it. */
final class RandomSchema {
  private static final List<String> TYPES =
      List.of(
          "int",
          "bigint",
          "text",
          "varchar(20)",
          "varchar(50)",
          "varchar",
          "numeric(10,2)",
          "numeric",
          "timestamp",
          "timestamptz",
          "date",
          "timestamp(3)",
          "jsonb",
          "uuid",
          "boolean",
          "char(5)",
          "free",
          "positive",
          "bit varying(8)",
          "inet",
          "smallint",
          "mood",
          "time",
          "interval",
          "int[]",
          "varchar(10)[]",
          "bytea",
          "cidr",
          "real",
          "double precision",
          "oid");

  private final Random random;
  private final StringBuilder sql = new StringBuilder();

  /** The columns of each table, with their types. */
  private final Map<String, List<String>> columns = new TreeMap<>();

  private final Map<String, List<String>> types = new TreeMap<>();
  private final List<String> constraints = new ArrayList<>();
  private final List<String> indexes = new ArrayList<>();
  private final List<String> partitions = new ArrayList<>();
  private int names;

  RandomSchema(Random random) {
    this.random = random;
    sql.append("CREATE DOMAIN free AS text;\n");
    sql.append("CREATE DOMAIN positive AS int CHECK (VALUE > 0);\n");
    sql.append("CREATE TYPE mood AS ENUM ('ok', 'sad');\n");
    sql.append(
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';\n");
    sql.append(
        "CREATE FUNCTION vol() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 1; END';\n");
    sql.append("CREATE FUNCTION inl() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 7';\n");
    int tables = 3 + random.nextInt(3);
    for (int i = 0; i < tables; i++) {
      table("t" + i);
    }
    partitioned("m");
    sql.append("CREATE VIEW seen AS SELECT id FROM t0;\n");
    sql.append("CREATE MATERIALIZED VIEW kept AS SELECT id FROM t1;\n");
    if (random.nextBoolean()) {
      sql.append("CREATE TABLE heir (own int) INHERITS (t2);\n");
    }
  }

  String sql() {
    return sql.toString();
  }

  private String name(String prefix) {
    return prefix + names++;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String type() {
    return any(TYPES);
  }

  private void table(String table) {
    List<String> own = new ArrayList<>(List.of("id"));
    List<String> ownTypes = new ArrayList<>(List.of("int"));
    sql.append("CREATE TABLE ").append(table).append(" (id int NOT NULL");
    int count = 3 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      String type = i == 0 ? "int" : type();
      own.add("c" + i);
      ownTypes.add(type);
      sql.append(", c").append(i).append(' ').append(type);
      if (random.nextInt(4) == 0) {
        sql.append(" NOT NULL");
      }
    }
    boolean keyed = table.equals("t0") || random.nextInt(3) > 0;
    sql.append(keyed ? ", CONSTRAINT " + table + "_pkey PRIMARY KEY (id));\n" : ");\n");
    if (keyed) {
      constraints.add(table + " " + table + "_pkey");
    }
    columns.put(table, own);
    types.put(table, ownTypes);
    for (int i = random.nextInt(4); i > 0; i--) {
      index(table);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      check(table);
    }
    if (!table.equals("t0") && random.nextBoolean()) {
      String key = name("fk");
      constraints.add(table + " " + key);
      sql.append("ALTER TABLE ").append(table).append(" ADD CONSTRAINT ").append(key);
      sql.append(" FOREIGN KEY (c0) REFERENCES t0 (id)");
      sql.append(random.nextBoolean() ? " NOT VALID;\n" : ";\n");
    }
    if (random.nextInt(3) == 0) {
      sql.append("CREATE TRIGGER tr BEFORE INSERT ON ").append(table);
      sql.append(" FOR EACH ROW EXECUTE FUNCTION touch();\n");
    }
    if (!table.equals("t0")) {
      return;
    }
    sql.append("INSERT INTO t0 SELECT i");
    for (int i = 1; i < own.size(); i++) {
      sql.append(", NULL");
    }
    sql.append(" FROM generate_series(1, 5) i ON CONFLICT DO NOTHING;\n");
    String text = sql.toString(); // NULL may not be allowed: then the table stays empty
    if (text.substring(text.indexOf("CREATE TABLE t0")).contains(" NOT NULL,")
        || ownTypes.contains("positive")) {
      sql.setLength(sql.lastIndexOf("INSERT INTO t0"));
    }
  }

  private void index(String table) {
    String column = sortable(table);
    String index = name("ix");
    indexes.add(index);
    sql.append(random.nextInt(3) == 0 ? "CREATE UNIQUE INDEX " : "CREATE INDEX ").append(index);
    sql.append(" ON ").append(table);
    switch (random.nextInt(4)) {
      case 0 -> sql.append(" ((").append(column).append(" IS NULL));\n");
      case 1 -> sql.append(" (id) WHERE ").append(column).append(" IS NOT NULL;\n");
      default -> sql.append(" (").append(column).append(");\n");
    }
  }

  private String sortable(String table) {
    String column = any(columns.get(table));
    String type = types.get(table).get(columns.get(table).indexOf(column));
    return type.equals("jsonb") ? "id" : column;
  }

  private void check(String table) {
    String column = any(columns.get(table));
    String constraint = name("ck");
    constraints.add(table + " " + constraint);
    sql.append("ALTER TABLE ").append(table).append(" ADD CONSTRAINT ").append(constraint);
    sql.append(" CHECK (").append(condition(column)).append(')');
    sql.append(random.nextInt(3) == 0 ? " NOT VALID;\n" : ";\n");
  }

  private String condition(String column) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> column + " IS NOT NULL";
      case 2 -> column + " IS NOT NULL AND id > 0";
      case 3 -> "id > 0 AND (" + column + " IS NOT NULL OR id < 5)";
      case 4 -> "NOT (" + column + " IS NULL)";
      default -> "id > 0";
    };
  }

  private void partitioned(String table) {
    boolean key = random.nextBoolean();
    sql.append("CREATE TABLE m (id int").append(random.nextBoolean() ? " NOT NULL" : "");
    sql.append(", k int, c0 int, c1 varchar(20)");
    sql.append(key ? ", CONSTRAINT m_ref FOREIGN KEY (c0) REFERENCES t0 (id)" : "");
    sql.append(") PARTITION BY ").append(random.nextBoolean() ? "LIST (k);\n" : "RANGE (k);\n");
    boolean list = sql.toString().contains("LIST (k)");
    columns.put(table, new ArrayList<>(List.of("id", "k", "c0", "c1")));
    types.put(table, new ArrayList<>(List.of("int", "int", "int", "varchar(20)")));
    for (int i = 1; i < 3; i++) {
      sql.append("CREATE TABLE m").append(i).append(" PARTITION OF m FOR VALUES ");
      sql.append(bound(list, i)).append(";\n");
      partitions.add("m" + i);
    }
    if (random.nextBoolean()) {
      sql.append("CREATE TABLE md PARTITION OF m DEFAULT;\n");
      if (random.nextBoolean()) {
        sql.append("ALTER TABLE md ADD CONSTRAINT md_low CHECK (k < 50);\n");
      }
    }
    if (random.nextBoolean()) {
      sql.append("CREATE INDEX m_c1 ON m (c1);\n");
      indexes.add("m_c1");
    }
    for (int i = 60; i < 64; i++) {
      sql.append("CREATE TABLE n").append(i).append(" (id int NOT NULL, k int");
      sql.append(random.nextBoolean() ? " NOT NULL" : "").append(", c0 int, c1 varchar(20));\n");
      String child = "n" + i;
      switch (random.nextInt(5)) {
        case 0 -> sql.append(childCheck(child, "k = " + i));
        case 1 -> sql.append(childCheck(child, "k >= " + i + " AND k < " + (i + 1)));
        case 2 -> sql.append(childCheck(child, "k IS NOT NULL AND k = " + i));
        case 3 -> sql.append(childCheck(child, "k > 0"));
        default -> {}
      }
    }
  }

  private static String childCheck(String child, String condition) {
    return "ALTER TABLE "
        + child
        + " ADD CONSTRAINT "
        + child
        + "_bound CHECK ("
        + condition
        + ");\n";
  }

  private static String bound(boolean list, int value) {
    return list ? "IN (" + value + ")" : "FROM (" + value + ") TO (" + (value + 1) + ")";
  }

  /** A statement about it, which a server may well refuse. */
  String statement() {
    String table = any(List.copyOf(columns.keySet()));
    String column = any(columns.get(table));
    boolean list = sql.indexOf("LIST (k)") >= 0;
    int value = 60 + random.nextInt(4);
    return switch (random.nextInt(40)) {
      case 0 -> "CREATE INDEX ON " + table + " (" + column + ")";
      case 1 -> "CREATE UNIQUE INDEX ON " + table + " (id, " + column + ")";
      case 2 -> indexes.isEmpty() ? "SELECT 1" : "DROP INDEX " + any(indexes);
      case 3 -> "ALTER TABLE m ATTACH PARTITION n" + value + " FOR VALUES " + bound(list, value);
      case 4 -> "ALTER TABLE m DETACH PARTITION " + any(partitions);
      case 5 ->
          "CREATE TABLE made PARTITION OF m FOR VALUES " + bound(list, 40 + random.nextInt(40));
      case 6 -> "DROP TABLE " + (random.nextBoolean() ? table : any(partitions)) + cascade();
      case 7 -> "TRUNCATE " + table + cascade();
      case 8 -> "ALTER TABLE " + table + " RENAME COLUMN " + column + " TO renamed";
      case 9 -> "ALTER TABLE " + table + " RENAME TO renamed";
      case 10 -> "REINDEX TABLE " + table;
      case 11 -> "ALTER DOMAIN free ADD CONSTRAINT more CHECK (VALUE <> 'x')" + notValid();
      case 12 -> "CREATE TABLE made (id int PRIMARY KEY, r int REFERENCES t0 (id))";
      case 13 -> "COMMENT ON COLUMN " + table + "." + column + " IS 'x'";
      case 14 ->
          "CREATE TRIGGER made BEFORE UPDATE ON "
              + table
              + " FOR EACH ROW EXECUTE FUNCTION touch()";
      case 15 -> "DROP TRIGGER IF EXISTS tr ON " + table;
      case 16 -> "REFRESH MATERIALIZED VIEW kept";
      case 17 -> "CREATE OR REPLACE VIEW seen AS SELECT id FROM t0 WHERE id > 0";
      case 18 -> "ALTER TABLE " + table + " SET UNLOGGED";
      default -> alter(table);
    };
  }

  private String alter(String table) {
    StringBuilder statement = new StringBuilder("ALTER TABLE ").append(table).append(' ');
    int parts = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < parts; i++) {
      statement.append(i > 0 ? ", " : "").append(part(table, "z" + i));
    }
    return statement.toString();
  }

  private String part(String table, String fresh) {
    String column = any(columns.get(table));
    List<String> own = constraints.stream().filter(c -> c.startsWith(table + " ")).toList();
    String constraint = own.isEmpty() ? "none" : any(own).substring(table.length() + 1);
    return switch (random.nextInt(24)) {
      case 0 -> "ADD COLUMN " + fresh + " " + type();
      case 1 ->
          "ADD COLUMN "
              + fresh
              + " int DEFAULT "
              + any(List.of("1", "vol()", "inl()", "(random() * 5)::int", "length('x')"));
      case 2 ->
          "ADD COLUMN "
              + fresh
              + " timestamptz NOT NULL DEFAULT "
              + any(List.of("now()", "clock_timestamp()"));
      case 3 -> "ADD COLUMN " + fresh + " int NOT NULL" + any(List.of("", " DEFAULT 4"));
      case 4 ->
          "ADD COLUMN "
              + fresh
              + any(
                  List.of(
                      " serial",
                      " int GENERATED ALWAYS AS IDENTITY",
                      " int GENERATED ALWAYS AS (id + 1) STORED"));
      case 5 ->
          "ADD COLUMN "
              + fresh
              + " int "
              + any(
                  List.of(
                      "CHECK (id > 0)",
                      "UNIQUE",
                      "REFERENCES t0 (id)",
                      "DEFAULT 1 REFERENCES t0 (id)"));
      case 6 -> "DROP COLUMN " + column + cascade();
      case 7, 8, 9 -> "ALTER COLUMN " + column + " SET NOT NULL";
      case 10 -> "ALTER COLUMN " + column + " DROP NOT NULL";
      case 11, 12, 13 -> "ALTER COLUMN " + column + " TYPE " + type();
      case 14 -> "ALTER COLUMN " + column + " TYPE text USING " + column + "::text";
      case 15 -> "ADD CONSTRAINT " + fresh + "_ck CHECK (" + condition(column) + ")" + notValid();
      case 16 -> "ADD CONSTRAINT " + fresh + "_fk FOREIGN KEY (id) REFERENCES t0 (id)" + notValid();
      case 17 -> "ADD CONSTRAINT " + fresh + "_un UNIQUE (id, " + column + ")";
      case 18 -> "ADD CONSTRAINT " + fresh + "_pk PRIMARY KEY (id)";
      case 19 -> "DROP CONSTRAINT " + constraint + cascade();
      case 20 -> "VALIDATE CONSTRAINT " + constraint;
      case 21 -> "ALTER COLUMN " + column + " SET STATISTICS 50";
      case 22 ->
          any(
              List.of(
                  "ENABLE ROW LEVEL SECURITY",
                  "DISABLE TRIGGER ALL",
                  "SET (fillfactor = 90)",
                  "REPLICA IDENTITY FULL"));
      default ->
          indexes.isEmpty()
              ? "ALTER COLUMN " + column + " DROP DEFAULT"
              : "ADD CONSTRAINT " + fresh + "_ui UNIQUE USING INDEX " + any(indexes);
    };
  }

  private String cascade() {
    return random.nextInt(3) == 0 ? " CASCADE" : "";
  }

  private String notValid() {
    return random.nextBoolean() ? " NOT VALID" : "";
  }
}
