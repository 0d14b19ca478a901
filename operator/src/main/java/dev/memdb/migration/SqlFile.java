package dev.memdb.migration;

import dev.memdb.sql.Objection;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import dev.memdb.sql.SyntaxErrors;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A file as text and statements.
 *
 * @param text without a byte order mark
 * @param statements never empty
 */
record SqlFile(String text, List<Statement> statements) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** Reads a file; empty when a problem was found. */
  static Optional<SqlFile> read(String name, byte[] content, Problems problems) {
    return text(name, content, problems).flatMap(text -> parse(name, text, problems));
  }

  private static Optional<SqlFile> parse(String name, String text, Problems problems) {
    try {
      List<Statement> statements = SqlParser.shared().parse(text);
      if (statements.isEmpty()) {
        problems.add(name, "it has no statement; take it out of the set, or write what it is for");
        return Optional.empty();
      }
      return Optional.of(new SqlFile(text, statements));
    } catch (SqlSyntaxException e) {
      Objection objection = SyntaxErrors.explain(text, e);
      problems.add(name, objection.line(), objection.message());
      return Optional.empty();
    }
  }

  /** The text of any file; empty when it is not UTF-8. */
  static Optional<String> text(String name, byte[] content, Problems problems) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
      problems.add(name, line, "it is not UTF-8 here; save the file as UTF-8");
      return Optional.empty();
    }
    return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
  }
}
