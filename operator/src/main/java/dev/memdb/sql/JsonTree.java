package dev.memdb.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads a tree without Jackson's data binding: that takes a tenth of a second to begin with, and a
 * program that looks at a few files has better things to do.
 */
final class JsonTree {
  /** Levels of JSON, several to a level of SQL. */
  private static final int MAX_DEPTH = 5_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;

  /** What is open, the innermost first. */
  private final Deque<JsonNode> open = new ArrayDeque<>();

  private String field;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The one value that a text has.
   *
   * @throws IOException when it is not JSON, or nested too deeply
   */
  static JsonNode read(byte[] utf8) throws IOException {
    try (JsonParser parser = JSON.createParser(utf8)) {
      return new JsonTree(parser).read();
    }
  }

  private JsonNode read() throws IOException {
    while (true) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new IOException("it ends too early");
      }
      JsonNode ended = token == JsonToken.FIELD_NAME ? named() : next(token);
      if (ended != null && open.isEmpty()) {
        return ended;
      }
    }
  }

  private JsonNode named() throws IOException {
    field = parser.currentName();
    return null;
  }

  /** A value that has ended with this token; null: one has begun. */
  private JsonNode next(JsonToken token) throws IOException {
    switch (token) {
      case START_OBJECT -> open.push(put(NODES.objectNode()));
      case START_ARRAY -> open.push(put(NODES.arrayNode()));
      case END_OBJECT, END_ARRAY -> {
        return open.pop();
      }
      default -> {
        return put(scalar(token));
      }
    }
    return null;
  }

  private JsonNode put(JsonNode value) {
    JsonNode parent = open.peek();
    if (parent instanceof ObjectNode object) {
      object.set(field, value);
    } else if (parent instanceof ArrayNode array) {
      array.add(value);
    }
    return value;
  }

  private JsonNode scalar(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new IOException("no value begins with " + token);
    };
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
