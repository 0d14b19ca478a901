package dev.memdb.safety;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** All rules, in the order of the documentation. */
public final class Rules {
  /** Each is read when somebody asks for it: most of them nobody does. */
  private static final Map<String, Rule> READ = new ConcurrentHashMap<>();

  private static final Set<String> IDS =
      resource("rules/index").lines().collect(Collectors.toCollection(LinkedHashSet::new));

  private Rules() {}

  /** Every rule there is. */
  public static List<Rule> all() {
    return IDS.stream().map(Rules::of).toList();
  }

  /** The rule of a name; empty when there is none. */
  public static Optional<Rule> find(String id) {
    return IDS.contains(id) ? Optional.of(of(id)) : Optional.empty();
  }

  static Rule of(String id) {
    if (!IDS.contains(id)) {
      throw new IllegalStateException("there is no rule " + id);
    }
    return READ.computeIfAbsent(id, i -> RuleText.read(i, resource("rules/" + i + ".txt")));
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
