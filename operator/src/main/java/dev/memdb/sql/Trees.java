package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reading of libpg_query's trees. Walks keep their own stack, for a tree may be far deeper than the
 * calling thread's.
 */
public final class Trees {
  private static final Set<String> FALSE = Set.of("false", "off", "no", "0");

  private Trees() {}

  /** Shows every object of a tree, the root included, in the order of the source. */
  public static void forEachObject(JsonNode root, Consumer<JsonNode> visitor) {
    Deque<JsonNode> pending = new ArrayDeque<>();
    pending.push(root);
    while (!pending.isEmpty()) {
      JsonNode node = pending.pop();
      if (node.isObject()) {
        visitor.accept(node);
      }
      pushChildren(node, pending);
    }
  }

  /** Puts the children of a node on a stack, so that the first is taken first. */
  static void pushChildren(JsonNode node, Deque<JsonNode> pending) {
    List<JsonNode> children = new ArrayList<>(node.size());
    node.elements().forEachRemaining(children::add);
    for (int i = children.size() - 1; i >= 0; i--) {
      if (children.get(i).isContainerNode()) {
        pending.push(children.get(i));
      }
    }
  }

  /** The parts of a name that may be qualified: {@code [{"String": {"sval": "a"}}, …]}. */
  public static List<String> name(JsonNode list) {
    List<String> parts = new ArrayList<>(list.size());
    list.forEach(part -> parts.add(string(part)));
    return parts;
  }

  /** The last part of a name, or an empty text. */
  public static String lastName(JsonNode list) {
    return list.isEmpty() ? "" : string(list.get(list.size() - 1));
  }

  /** A SELECT of one expression. */
  public static JsonNode select(JsonNode expression) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode target = json.objectNode();
    target.putObject("ResTarget").set("val", expression);
    ObjectNode select = json.objectNode();
    select.putObject("SelectStmt").putArray("targetList").add(target);
    return select;
  }

  /** The text of a {@code String} node. */
  public static String string(JsonNode node) {
    return node.path("String").path("sval").asText();
  }

  /** An option such as {@code (CONCURRENTLY)} or {@code WITH (refresh = false)} by its name. */
  public static Optional<JsonNode> option(JsonNode options, String name) {
    for (JsonNode option : options) {
      JsonNode element = option.path("DefElem");
      if (element.path("defname").asText().equals(name)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }

  /** Whether an option is on: named alone, it is. */
  public static boolean isOn(JsonNode options, String name, boolean whenAbsent) {
    return option(options, name).map(Trees::isOn).orElse(whenAbsent);
  }

  private static boolean isOn(JsonNode option) {
    JsonNode value = option.path("arg");
    if (value.isMissingNode()) {
      return true;
    }
    if (value.has("Integer")) {
      return value.path("Integer").path("ival").asInt() != 0;
    }
    if (value.has("Boolean")) {
      return value.path("Boolean").path("boolval").asBoolean();
    }
    String word =
        value.has("TypeName") ? lastName(value.path("TypeName").path("names")) : string(value);
    return !FALSE.contains(word.toLowerCase(Locale.ROOT));
  }
}
