package dev.memdb.migration;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which rows of a table get which values. SQL texts are evaluated with {@code search_path =
 * pg_catalog}: what is not PostgreSQL's own is written with its schema.
 *
 * @param schema of the table, not quoted
 * @param table its name, not quoted
 * @param set what each column gets; never empty
 * @param where which rows are meant; null: all
 * @param complete what is true of a row that is done; null: every column of {@code set} has a value
 * @param allowVolatile functions that may give another value each time, and are wanted all the
 *     same: schema and name joined by a dot, not quoted, like {@code pg_catalog.gen_random_uuid}
 */
public record BackfillSpec(
    String schema,
    String table,
    List<Assignment> set,
    String where,
    String complete,
    List<String> allowVolatile) {

  /**
   * What one column gets.
   *
   * @param column not quoted
   * @param expression over the row's own columns
   */
  public record Assignment(String column, String expression) {
    String quoted() {
      return '"' + column.replace("\"", "\"\"") + '"';
    }
  }

  public BackfillSpec {
    set = List.copyOf(set);
    allowVolatile = List.copyOf(allowVolatile);
    if (set.isEmpty()) {
      throw new IllegalArgumentException("set names no column");
    }
  }

  /** How the names of its files end. */
  public static final String SUFFIX = FileName.BACKFILL;

  /**
   * Reads the text of such a file.
   *
   * @param file its name, for the problems
   * @param problems is told what is wrong with it
   * @return empty: something is
   */
  public static Optional<BackfillSpec> read(
      String file, String text, Consumer<SetProblem> problems) {
    var found = new Problems();
    Optional<BackfillSpec> spec = BackfillFile.read(file, text, found);
    found.sorted().forEach(problems);
    return spec;
  }

  /** With no volatile function. */
  public BackfillSpec(
      String schema, String table, List<Assignment> set, String where, String complete) {
    this(schema, table, set, where, complete, List.of());
  }

  /** The columns of {@code set}, not quoted. */
  public List<String> columns() {
    return set.stream().map(Assignment::column).toList();
  }

  /** The predicate of rows that are done. */
  public String done() {
    return complete != null
        ? enclosed(complete)
        : set.stream().map(a -> a.quoted() + " IS NOT NULL").collect(Collectors.joining(" AND "));
  }

  /** The predicate of rows that have to be filled. */
  public String pending() {
    String open =
        complete != null
            ? enclosed(complete) + " IS NOT TRUE"
            : set.stream()
                .map(a -> a.quoted() + " IS NULL")
                .collect(Collectors.joining(" OR ", "(", ")"));
    return where == null ? open : enclosed(where) + " AND " + open;
  }

  /** What must be true of every row in the end, as a CHECK constraint says it. */
  public String invariant() {
    return where == null ? done() : enclosed(where) + " IS NOT TRUE OR (" + done() + ")";
  }

  /** The SET clause. */
  public String assignments() {
    return set.stream()
        .map(a -> a.quoted() + " = " + enclosed(a.expression()))
        .collect(Collectors.joining(", "));
  }

  /** All expressions, for reading them without writing. */
  public String values() {
    return set.stream().map(a -> enclosed(a.expression())).collect(Collectors.joining(", "));
  }

  /** An expression in parentheses; a comment at its end does not swallow what follows. */
  public static String enclosed(String expression) {
    return "(" + expression + (expression.contains("--") ? "\n)" : ")");
  }

  /** The table, quoted. */
  public String relation() {
    return '"' + schema.replace("\"", "\"\"") + "\".\"" + table.replace("\"", "\"\"") + '"';
  }
}
