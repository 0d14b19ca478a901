package dev.memdb.status;

import dev.memdb.api.EnvironmentStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The texts that {@code kubectl} shows last and in columns. */
final class Summary {
  private Summary() {}

  /** Like {@code staging=7 production=6}; a dash where no version is known. */
  static String versions(List<EnvironmentStatus> environments) {
    return environments.stream()
        .map(e -> e.name() + "=" + version(e))
        .collect(Collectors.joining(" "));
  }

  /**
   * One aligned line per environment, the first one after a newline: {@code kubectl describe} would
   * otherwise put it beside the key.
   */
  static String of(List<EnvironmentStatus> environments) {
    List<List<String>> rows = environments.stream().map(Summary::row).toList();
    int[] widths =
        IntStream.range(0, 4)
            .map(i -> rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> "\n" + aligned(row, widths)).collect(Collectors.joining());
  }

  private static List<String> row(EnvironmentStatus environment) {
    return List.of(
        environment.name(),
        version(environment),
        state(environment),
        environment.reason().text(),
        environment.pending().isEmpty()
            ? ""
            : "pending: " + String.join(", ", environment.pending()));
  }

  private static String aligned(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.append(row.get(row.size() - 1)).toString().stripTrailing();
  }

  private static String version(EnvironmentStatus environment) {
    return Objects.requireNonNullElse(environment.version(), "-");
  }

  private static String state(EnvironmentStatus environment) {
    String constant = environment.state().name();
    return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
  }
}
