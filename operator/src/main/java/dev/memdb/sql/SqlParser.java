package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * PostgreSQL 18's own grammar: splits a script into statements and says what each is.
 *
 * <p>Safe for many threads. The first call loads the parser, which takes about a second.
 */
public final class SqlParser {
  /** The largest script, in bytes of UTF-8: several times what fits into a ConfigMap. */
  public static final int MAX_BYTES = 4 << 20;

  /** Far more than a script of that size takes on a slow machine. */
  private static final long TIMEOUT_MILLIS = 30_000;

  private static final SqlParser SHARED = new SqlParser(new ParserThreads(TIMEOUT_MILLIS));

  private final ParserThreads threads;

  SqlParser(ParserThreads threads) {
    this.threads = threads;
  }

  /** The parser of this process. */
  public static SqlParser shared() {
    return SHARED;
  }

  /**
   * The statements of a script, in order; none when it has only comments.
   *
   * @throws SqlSyntaxException when PostgreSQL would not accept it, or when it is too large, too
   *     deeply nested or not text that PostgreSQL can be given; whatever the input, nothing else is
   *     thrown
   */
  public List<Statement> parse(String text) throws SqlSyntaxException {
    var script = new Script(text);
    return statements(script, ask(script, PgQuery::parse).path("stmts"));
  }

  /**
   * The PL/pgSQL in a {@code DO}, {@code CREATE FUNCTION} or {@code CREATE PROCEDURE} statement, as
   * libpg_query's list of {@code PLpgSQL_function} nodes.
   *
   * @throws SqlSyntaxException when the body is not valid PL/pgSQL; its position is that of the
   *     statement, for PostgreSQL's parser tells none
   */
  public JsonNode parsePlpgsql(String statement) throws SqlSyntaxException {
    return ask(new Script(statement), PgQuery::parsePlpgsql).path("plpgsql_funcs");
  }

  private JsonNode ask(Script script, BiFunction<PgQuery, byte[], Answer> how)
      throws SqlSyntaxException {
    requireSendable(script);
    Answer answer;
    try {
      answer = threads.with(pgQuery -> how.apply(pgQuery, script.utf8()));
    } catch (ParserStopped e) {
      var refused = new SqlSyntaxException("cannot be parsed: " + e.getMessage(), script, 0);
      refused.initCause(e);
      throw refused;
    }
    if (answer instanceof Answer.Rejected rejected) {
      int offset = script.charAtCodePoint(rejected.codePoint() - 1);
      throw new SqlSyntaxException(rejected.message(), script, offset);
    }
    return ((Answer.Tree) answer).json();
  }

  private static void requireSendable(Script script) throws SqlSyntaxException {
    if (script.utf8().length > MAX_BYTES) {
      throw new SqlSyntaxException(
          "is larger than " + (MAX_BYTES >> 20) + " MiB: split it into several", script, 0);
    }
    int forbidden = script.firstForbidden();
    if (forbidden >= 0) {
      boolean nul = script.text().charAt(forbidden) == 0;
      throw new SqlSyntaxException(
          nul ? "contains a NUL character" : "contains half of a surrogate pair",
          script,
          forbidden);
    }
  }

  private static List<Statement> statements(Script script, JsonNode nodes) {
    var statements = new ArrayList<Statement>(nodes.size());
    for (JsonNode node : nodes) {
      int from = node.path("stmt_location").asInt();
      int length = node.path("stmt_len").asInt();
      int start = script.charAtByte(from);
      int end = length == 0 ? script.text().length() : script.charAtByte(from + length);
      String text = script.text().substring(start, end).stripTrailing();
      statements.add(new Statement(text, start, script.line(start), node.path("stmt")));
    }
    return List.copyOf(statements);
  }
}
