package dev.memdb.safety;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rules, in the order of the documentation. */
public final class Rules {
  private static final Map<String, Rule> BY_ID = load();

  private Rules() {}

  /** Every rule there is. */
  public static List<Rule> all() {
    return List.copyOf(BY_ID.values());
  }

  /** The rule of a name; empty when there is none. */
  public static Optional<Rule> find(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  static Rule of(String id) {
    Rule rule = BY_ID.get(id);
    if (rule == null) {
      throw new IllegalStateException("there is no rule " + id);
    }
    return rule;
  }

  private static Map<String, Rule> load() {
    var rules = new LinkedHashMap<String, Rule>();
    for (String id : resource("rules/index").lines().toList()) {
      rules.put(id, RuleText.read(id, resource("rules/" + id + ".txt")));
    }
    return rules;
  }

  static String resource(String name) {
    try (InputStream in = Rules.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
