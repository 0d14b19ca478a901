package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;

/**
 * PostgreSQL 18's own grammar: splits a script into statements and says what each is.
 *
 * <p>Safe for many threads. The first call loads the parser, which takes half a second.
 */
public final class SqlParser {
  /**
   * The largest script, in bytes of UTF-8: 1 MiB, which is what fits into a ConfigMap. Its trees
   * may take a hundred times as much.
   */
  public static final int MAX_BYTES = 1 << 20;

  /** Ten times what the largest script takes on a busy machine. */
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

  /** Begins to load the parser of this process, and does not wait for it. */
  public static void load() {
    shared().threads.load();
  }

  /**
   * The statements of a script, in order; none when it has only comments.
   *
   * @throws SqlSyntaxException when PostgreSQL would not accept it, or when it is too large, too
   *     deeply nested or not text that PostgreSQL can be given
   * @throws CancellationException when the calling thread is interrupted; whatever the input is,
   *     nothing else is thrown
   */
  public List<Statement> parse(String text) throws SqlSyntaxException {
    var script = new Script(text);
    return statements(script, ask(script, PgQuery::parse).path("stmts"));
  }

  /**
   * The PL/pgSQL in a {@code DO}, {@code CREATE FUNCTION} or {@code CREATE PROCEDURE} statement, as
   * libpg_query's list of {@code PLpgSQL_function} nodes.
   *
   * @throws SqlSyntaxException when the body is not valid PL/pgSQL; it has no position, for the
   *     parser tells none
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
      throw SqlSyntaxException.ofWhole("it cannot be parsed: " + e.getMessage(), e);
    }
    if (answer instanceof Answer.Tree tree) {
      return tree.json();
    }
    var rejected = (Answer.Rejected) answer;
    throw rejected.codePoint() == 0
        ? SqlSyntaxException.ofWhole(rejected.message(), null)
        : SqlSyntaxException.at(
            script, script.charAtCodePoint(rejected.codePoint() - 1), rejected.message());
  }

  private static void requireSendable(Script script) throws SqlSyntaxException {
    if (script.utf8().length > MAX_BYTES) {
      throw SqlSyntaxException.ofWhole(
          "it has "
              + script.utf8().length
              + " bytes; at most "
              + (MAX_BYTES >> 20)
              + " MiB are read. Load large amounts of data outside of migrations.",
          null);
    }
    int forbidden = script.firstForbidden();
    if (forbidden >= 0) {
      boolean nul = script.text().charAt(forbidden) == 0;
      throw SqlSyntaxException.at(
          script,
          forbidden,
          nul ? "it contains a NUL character" : "it contains half of a surrogate pair");
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
