package dev.memdb.safety;

import java.util.regex.Pattern;

/**
 * What a relation, type or function is called.
 *
 * @param schema where it is; never empty
 * @param name unquoted
 */
record Name(String schema, String name) {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

  /** As SQL needs it, without the schema that nobody writes. */
  @Override
  public String toString() {
    return schema.equals("public") ? quoted(name) : quoted(schema) + "." + quoted(name);
  }

  static String quoted(String identifier) {
    return PLAIN.matcher(identifier).matches()
        ? identifier
        : '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
