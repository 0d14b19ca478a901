package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The same statement for a table of the same name in another schema, and inside a transaction: its
 * text with another name in it, believed only when the parser reads it as the same statement.
 */
public final class Redirect {
  private static final String NAME = "(?:\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final Pattern RELATION = Pattern.compile(NAME + "(?:\\s*\\.\\s*" + NAME + ")?");
  private static final Pattern CONCURRENTLY =
      Pattern.compile("\\bCONCURRENTLY\\b", Pattern.CASE_INSENSITIVE);

  private Redirect() {}

  /**
   * The statement's text for another schema; empty when it cannot be had.
   *
   * @param statement one whose tree has a {@code relation}, or a {@code view}
   * @param schema a name that needs no quotes
   */
  public static Optional<String> to(Statement statement, String schema) {
    try {
      JsonNode original = parse(statement.text());
      String text = statement.text();
      int at = character(text, relation(original).path("location").asInt());
      String name = relation(original).path("relname").asText();
      Matcher relation = RELATION.matcher(text).region(at, text.length());
      if (name.isEmpty() || !relation.lookingAt()) {
        return Optional.empty();
      }
      String head =
          isConcurrent(original)
              ? CONCURRENTLY.matcher(text.substring(0, at)).replaceFirst("")
              : text.substring(0, at);
      String redirected =
          head
              + schema
              + ".\""
              + name.replace("\"", "\"\"")
              + "\""
              + text.substring(relation.end());
      boolean same = wanted(original, schema).equals(plain(parse(redirected)));
      return same ? Optional.of(redirected) : Optional.empty();
    } catch (SqlSyntaxException e) {
      return Optional.empty();
    }
  }

  private static JsonNode parse(String text) throws SqlSyntaxException {
    List<Statement> statements = SqlParser.shared().parse(text);
    if (statements.size() != 1) {
      throw SqlSyntaxException.ofWhole("it is not one statement", null);
    }
    return statements.get(0).tree();
  }

  private static JsonNode relation(JsonNode tree) {
    JsonNode node = tree.elements().next();
    return node.path(node.has("view") ? "view" : "relation");
  }

  private static boolean isConcurrent(JsonNode tree) {
    return tree.elements().next().path("concurrent").asBoolean();
  }

  private static JsonNode wanted(JsonNode original, String schema) {
    JsonNode tree = plain(original);
    ((ObjectNode) relation(tree)).put("schemaname", schema);
    ((ObjectNode) tree.elements().next()).remove("concurrent");
    return tree;
  }

  /** Without the places where things stand in the text. */
  private static JsonNode plain(JsonNode tree) {
    JsonNode copy = tree.deepCopy();
    Trees.forEachObject(copy, object -> ((ObjectNode) object).remove("location"));
    return copy;
  }

  private static int character(String text, int bytes) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new String(utf8, 0, bytes, StandardCharsets.UTF_8).length();
  }
}
