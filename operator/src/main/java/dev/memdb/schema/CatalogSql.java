package dev.memdb.schema;

import dev.memdb.postgres.SqlText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The statement that describes a schema, put together for one major version of the server. */
final class CatalogSql {
  private static final List<String> PARTS =
      List.of(
          "relations",
          "constraints",
          "indexes",
          "rules",
          "functions",
          "types",
          "operators",
          "search",
          "database");

  /**
   * Everything that shapes what the server prints of a definition, and the compiler of expressions:
   * it costs more than it gives here.
   */
  private static final List<String> SETTINGS =
      List.of(
          "search_path = pg_catalog, pg_temp",
          "quote_all_identifiers = off",
          "TimeZone = 'UTC'",
          "DateStyle = 'ISO, MDY'",
          "IntervalStyle = 'postgres'",
          "bytea_output = 'hex'",
          "extra_float_digits = 1",
          "lc_monetary = 'C'",
          "jit = off");

  private static final Pattern GATE = Pattern.compile(" +-- (?:from (\\d+))? ?(?:before (\\d+))?$");

  private CatalogSql() {}

  /**
   * Statements whose one result is the schema as text; see {@link SchemaSnapshot}.
   *
   * @param major the server's major version
   * @param schemas what is managed
   */
  static String text(int major, List<String> schemas) {
    return pinned(
        described(major, schemas)
            + "SELECT coalesce(convert_from(string_agg(text, E'\\\\x0a'), 'UTF8'), '') FROM block");
  }

  /** Statements whose one result is the hash of that text, worked out by the server. */
  static String fingerprint(int major, List<String> schemas) {
    return pinned(
        described(major, schemas)
            + "SELECT 'sha256:' || encode(sha256(coalesce(string_agg(text, E'\\\\x0a'), '')), 'hex') FROM block");
  }

  /** In autocommit the string is one transaction: when it fails, SET is undone with it. */
  private static String pinned(String query) {
    String set = SETTINGS.stream().map(s -> "SET " + s + "; ").collect(Collectors.joining());
    String reset =
        SETTINGS.stream()
            .map(s -> "; RESET " + s.substring(0, s.indexOf(' ')))
            .collect(Collectors.joining());
    return set + "\n" + query + reset;
  }

  private static String described(int major, List<String> schemas) {
    String names =
        schemas.stream().map(SqlText::literal).collect(Collectors.joining(", ", "ARRAY[", "]"));
    return part(major, "base").replace(":schemas", names + "::name[]")
        + "\nobj AS (\n"
        + PARTS.stream().map(p -> part(major, p)).collect(Collectors.joining("\nUNION ALL\n"))
        + "),\nextra(class, oid, sub, def) AS (\n"
        + part(major, "extra")
        + "),\n"
        + part(major, "result")
        + "\n";
  }

  /** A line that ends with a comment like {@code -- from 15 before 17} is for those versions. */
  private static String part(int major, String name) {
    return SqlText.resource(CatalogSql.class, name + ".sql")
        .lines()
        .filter(line -> !line.startsWith("--"))
        .filter(line -> applies(line, major))
        .collect(Collectors.joining("\n"));
  }

  private static boolean applies(String line, int major) {
    Matcher gate = GATE.matcher(line);
    if (!gate.find()) {
      return true;
    }
    boolean longEnough = gate.group(1) == null || major >= Integer.parseInt(gate.group(1));
    boolean notTooLong = gate.group(2) == null || major < Integer.parseInt(gate.group(2));
    return longEnough && notTooLong;
  }
}
