package dev.memdb.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What benchmarks print: one JSON line per measurement, and a last line for machines. */
final class Report {
  private Report() {}

  /** One measurement. */
  static void line(Map<String, Object> fields) {
    System.out.println(
        fields.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":" + json(e.getValue()))
            .collect(Collectors.joining(",", "{", "}")));
  }

  private static String json(Object value) {
    if (value instanceof Double d) {
      return String.format(Locale.ROOT, "%.3f", d);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : "\"" + value + "\"";
  }

  /** The last line; smaller is better. */
  static void result(String bench, double value, String unit, double goal) {
    System.out.printf(
        Locale.ROOT,
        "bench=%s value=%.3f unit=%s goal=%s met=%b%n",
        bench,
        value,
        unit,
        goal,
        value <= goal);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double[] array(java.util.List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
