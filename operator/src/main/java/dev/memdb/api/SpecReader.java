package dev.memdb.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a spec that may have been written for a newer operator. One resource with a field that this
 * operator does not know must not keep it from reading all the others, for a watch hands them over
 * together. What is not known is remembered: passed over in silence, a gate would be open.
 */
final class SpecReader extends JsonDeserializer<MemoryDatabaseSpec> {
  private static final ObjectMapper JSON =
      JsonMapper.builder().addMixIn(MemoryDatabaseSpec.class, AsDeclared.class).build();

  /** Field by field: without it this reader would call itself. */
  @JsonDeserialize
  private interface AsDeclared {}

  @Override
  public MemoryDatabaseSpec deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    JsonNode tree = context.readTree(parser);
    Unknown unknown = new Unknown();
    MemoryDatabaseSpec spec =
        JSON.readerFor(MemoryDatabaseSpec.class).withHandler(unknown).readValue(tree);
    return spec.withUnknown(unknown.fields);
  }

  private static final class Unknown extends DeserializationProblemHandler {
    private final List<String> fields = new ArrayList<>();

    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> reader,
        Object type,
        String name)
        throws IOException {
      fields.add(path(parser));
      parser.skipChildren();
      return true;
    }

    @Override
    public Object handleWeirdStringValue(
        DeserializationContext context, Class<?> type, String value, String why) {
      fields.add(path(context.getParser()) + ": " + value);
      return null;
    }

    private static String path(JsonParser parser) {
      StringBuilder path = new StringBuilder("spec");
      JsonPointer at = parser.getParsingContext().pathAsPointer();
      for (; !at.matches(); at = at.tail()) {
        if (at.getMatchingIndex() >= 0) {
          path.append('[').append(at.getMatchingIndex()).append(']');
        } else if (!at.getMatchingProperty().isEmpty()) { // the root is in some paths
          path.append('.').append(at.getMatchingProperty());
        }
      }
      return path.toString();
    }
  }
}
