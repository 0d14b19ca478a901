package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where names without a schema are, at one place of a file. What is PostgreSQL's own is found
 * always, and {@code "$user"} is left out: nobody knows the role.
 *
 * @param initial as the session begins
 * @param session what SET has made of it
 * @param local what SET LOCAL has made of it until the transaction ends; null: nothing
 */
record SearchPath(List<String> initial, List<String> session, List<String> local) {
  static final String CATALOG = "pg_catalog";
  static final String TEMPORARY = "pg_temp";

  /** Of a list of names as {@code set_config} takes it: quoted, or folded to lower case. */
  private static final Pattern IDENTIFIER = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^\\s,\"]+");

  SearchPath {
    initial = List.copyOf(initial);
    session = List.copyOf(session);
    local = local == null ? null : List.copyOf(local);
  }

  /** A session that begins. */
  static SearchPath of(List<String> schemas) {
    return new SearchPath(schemas, schemas, null);
  }

  SearchPath begun() {
    return of(initial);
  }

  /** A transaction has ended. */
  SearchPath ended() {
    return local == null ? this : new SearchPath(initial, session, null);
  }

  /** The schemas that are looked through, in order; the first is where new things go. */
  List<String> schemas() {
    List<String> all =
        (local == null ? session : local)
            .stream().filter(s -> !s.isEmpty() && !s.equals("$user") && !isSystem(s)).toList();
    return all.isEmpty() ? List.of(CATALOG) : all;
  }

  private static boolean isSystem(String schema) {
    return schema.equals(CATALOG) || schema.equals(TEMPORARY);
  }

  /** After {@code SET search_path}, {@code SET SCHEMA}, {@code RESET} and their like. */
  SearchPath after(JsonNode set) {
    String kind = set.path("kind").asText();
    if (kind.equals("VAR_RESET_ALL")) {
      return begun();
    }
    if (!set.path("name").asText().equals("search_path")) {
      return this;
    }
    return switch (kind) {
      case "VAR_SET_VALUE" -> with(values(set), set.path("is_local").asBoolean());
      case "VAR_SET_DEFAULT", "VAR_RESET" -> with(initial, set.path("is_local").asBoolean());
      default -> this;
    };
  }

  private static List<String> values(JsonNode set) {
    List<String> values = new ArrayList<>();
    set.path("args").forEach(a -> values.add(text(a)));
    return values;
  }

  /**
   * After a call of {@code set_config}; the same when it sets something else, or who knows what.
   */
  SearchPath afterCall(JsonNode call) {
    JsonNode args = call.path("args");
    JsonNode value = args.path(1).path("A_Const");
    if (!text(args.path(0)).equals("search_path") || value.isMissingNode()) {
      return this;
    }
    List<String> names = new ArrayList<>();
    Matcher matcher = IDENTIFIER.matcher(text(args.path(1)));
    while (matcher.find()) {
      String quoted = matcher.group(1);
      names.add(
          quoted == null ? matcher.group().toLowerCase(Locale.ROOT) : quoted.replace("\"\"", "\""));
    }
    JsonNode local = args.path(2).path("A_Const").path("boolval").path("boolval");
    return with(names, local.asBoolean());
  }

  private SearchPath with(List<String> path, boolean transaction) {
    return transaction
        ? new SearchPath(initial, session, path)
        : new SearchPath(initial, path, null);
  }

  private static String text(JsonNode constant) {
    return constant.path("A_Const").path("sval").path("sval").asText();
  }
}
