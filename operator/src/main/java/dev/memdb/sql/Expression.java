package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One SQL expression, and nothing behind it.
 *
 * @param text as it was written
 * @param columns the columns that it names, in the order of the text; the same one may come often
 * @param hasSubquery whether it has one; then not every column need be of the same table
 */
public record Expression(String text, List<Column> columns, boolean hasSubquery) {
  private static final String BEFORE = "SELECT (";

  /**
   * A column where an expression names it.
   *
   * @param name its parts, unquoted: {@code [t, c]} for {@code t.c}; an asterisk has none
   * @param offset where it begins, as an index into the characters of the text
   */
  public record Column(List<String> name, int offset) {}

  public Expression {
    columns = List.copyOf(columns);
  }

  /** Reads a text; empty when it is no expression, or more than one. */
  public static Optional<Expression> of(String text) {
    String sql = BEFORE + text + "\n)"; // the line break ends a comment that would swallow the rest
    List<Statement> statements;
    try {
      statements = SqlParser.shared().parse(sql);
    } catch (SqlSyntaxException e) {
      return Optional.empty();
    }
    return statements.size() == 1 && isOneValue(statements.get(0))
        ? Optional.of(read(text, statements.get(0).node(), new Script(sql)))
        : Optional.empty();
  }

  private static boolean isOneValue(Statement statement) {
    JsonNode select = statement.node();
    JsonNode targets = select.path("targetList");
    return statement.kind().equals("SelectStmt")
        && targets.size() == 1
        && !targets.path(0).path("ResTarget").has("name")
        && !isList(targets.path(0).path("ResTarget").path("val"))
        && !select.has("fromClause")
        && !select.has("whereClause")
        && !select.has("larg")
        && !select.has("sortClause");
  }

  /** Several values, which our parenthesis has made a row. */
  private static boolean isList(JsonNode value) {
    return value.path("RowExpr").path("location").asInt() == BEFORE.length() - 1;
  }

  private static Expression read(String text, JsonNode select, Script script) {
    List<Column> columns = new ArrayList<>();
    boolean[] subquery = {false};
    Trees.forEachObject(
        select,
        object -> {
          subquery[0] |= object.has("SubLink");
          if (object.has("ColumnRef")) {
            JsonNode reference = object.path("ColumnRef");
            int at = script.charAtByte(reference.path("location").asInt());
            columns.add(new Column(name(reference.path("fields")), at - BEFORE.length()));
          }
        });
    columns.sort(Comparator.comparingInt(Column::offset));
    return new Expression(text, columns, subquery[0]);
  }

  private static List<String> name(JsonNode fields) {
    for (JsonNode field : fields) {
      if (field.has("A_Star")) {
        return List.of();
      }
    }
    return Trees.name(fields);
  }
}
