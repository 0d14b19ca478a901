package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether constraints that hold already prove what a partition's bound asks for, so that PostgreSQL
 * need not read the rows (PartConstraintImpliedByRelConstraint). Only what is plain to see counts:
 * a key of one column, compared with constants.
 */
final class PartitionProof {
  private PartitionProof() {}

  /** Whether all rows of a table fit into the partition that it is to become. */
  static boolean holds(Table child, Table parent, JsonNode bound) {
    return keys(child, parent).stream()
        .anyMatch(key -> isNotNull(child, key) && fits(facts(child, key), bound));
  }

  /** Whether no row of the default partition belongs into a new one. */
  static boolean excludes(Table others, Table parent, JsonNode bound) {
    return keys(others, parent).stream().anyMatch(key -> isOutside(facts(others, key), bound));
  }

  private static Set<String> keys(Table child, Table parent) {
    if (parent.partitionKey.size() == 1 && parent.partitionKey.get(0) != null) {
      return Set.of(parent.partitionKey.get(0));
    }
    var keys = new TreeSet<String>();
    if (parent.partitionKey.isEmpty()) {
      checks(child).forEach(c -> keys.addAll(c.columns));
    }
    return keys;
  }

  private static List<Constraint> checks(Table table) {
    return table.constraints.values().stream()
        .filter(c -> c.valid && c.kind == Constraint.Kind.CHECK && c.expression != null)
        .toList();
  }

  private static boolean isNotNull(Table child, String key) {
    Column column = child.columns.get(key);
    return column == null
        || !Boolean.FALSE.equals(column.notNull)
        || checks(child).stream().anyMatch(c -> Expressions.provesNotNull(c.expression, key));
  }

  private static List<Comparison> facts(Table table, String key) {
    var facts = new ArrayList<Comparison>();
    checks(table).forEach(c -> Comparison.collect(c.expression, key, facts));
    return facts;
  }

  private static boolean fits(List<Comparison> facts, JsonNode bound) {
    return switch (bound.path("strategy").asText()) {
      case "l" -> {
        List<Literal> allowed = Literal.all(bound.path("listdatums"));
        yield facts.stream()
            .anyMatch(f -> f.operator().equals("=") && allowed.containsAll(f.values()));
      }
      case "r" -> {
        Literal low = single(bound.path("lowerdatums"));
        Literal high = single(bound.path("upperdatums"));
        yield low != null && high != null && isAbove(facts, low) && isBelow(facts, high);
      }
      default -> false;
    };
  }

  private static boolean isOutside(List<Comparison> facts, JsonNode bound) {
    return switch (bound.path("strategy").asText()) {
      case "l" ->
          Literal.all(bound.path("listdatums")).stream()
              .allMatch(v -> facts.stream().anyMatch(f -> f.refutes(v)));
      case "r" -> {
        Literal low = single(bound.path("lowerdatums"));
        Literal high = single(bound.path("upperdatums"));
        yield low != null && high != null && (isBelow(facts, low) || isAbove(facts, high));
      }
      default -> false;
    };
  }

  private static Literal single(JsonNode datums) {
    return datums.size() == 1 ? Literal.of(datums.get(0)) : null;
  }

  private static boolean isAbove(List<Comparison> facts, Literal low) {
    return low.isMinimum()
        || facts.stream()
            .anyMatch(
                f ->
                    switch (f.operator()) {
                      case ">=", ">", "=" -> f.values().stream().allMatch(v -> v.compare(low) >= 0);
                      default -> false;
                    });
  }

  private static boolean isBelow(List<Comparison> facts, Literal high) {
    return high.isMaximum()
        || facts.stream()
            .anyMatch(
                f ->
                    switch (f.operator()) {
                      case "<" -> f.values().stream().allMatch(v -> v.compare(high) <= 0);
                      case "<=", "=" -> f.values().stream().allMatch(v -> v.compare(high) < 0);
                      default -> false;
                    });
  }
}
