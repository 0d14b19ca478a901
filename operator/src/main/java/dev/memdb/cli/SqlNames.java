package dev.memdb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Names as PostgreSQL reads and writes them. */
final class SqlNames {
  /** NAMEDATALEN - 1: what is longer would be cut, and could meet another name. */
  private static final int LIMIT = 63;

  private SqlNames() {}

  /** The one statement that a text is; empty when it is none, or several. */
  static Optional<JsonNode> statement(String sql) {
    try {
      List<Statement> statements = SqlParser.shared().parse(sql);
      return statements.size() == 1 ? Optional.of(statements.get(0).node()) : Optional.empty();
    } catch (SqlSyntaxException e) {
      return Optional.empty();
    }
  }

  /** The definition in {@code ADD COLUMN …}; empty when the text adds anything else. */
  static Optional<JsonNode> columnDefinition(String text) {
    return statement("ALTER TABLE t ADD COLUMN " + text)
        .map(alter -> alter.path("cmds"))
        .filter(commands -> commands.size() == 1)
        .map(commands -> commands.path(0).path("AlterTableCmd").path("def").path("ColumnDef"))
        .filter(definition -> definition.hasNonNull("colname"));
  }

  /** What a written name stands for: lower case unless it is quoted. Empty: it is no name. */
  static Optional<String> column(String written) {
    return columnDefinition(written + "\nint")
        .filter(definition -> !definition.has("constraints"))
        .map(definition -> definition.path("colname").asText());
  }

  /** A name as it is to be written: quoted only where it must be. */
  static String quoted(String name) {
    boolean plain = name.matches("[a-z_][a-z0-9_]*") && column(name).equals(Optional.of(name));
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A name made of parts, of which the middle one is cut when the whole would be too long. */
  static String fitting(String before, String middle, String after) {
    String cut = middle;
    while ((before + cut + after).getBytes(StandardCharsets.UTF_8).length > LIMIT) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return before + cut + after;
  }
}
