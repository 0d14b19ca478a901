package dev.memdb.status;

import dev.memdb.api.EnvironmentStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

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
    int name = width(environments.stream().map(EnvironmentStatus::name).toList());
    int version = width(environments.stream().map(Summary::version).toList());
    int state = width(environments.stream().map(Summary::state).toList());
    String format = "\n%-" + name + "s  %-" + version + "s  %-" + state + "s  %s%s";
    return environments.stream()
        .map(
            e ->
                String.format(
                    Locale.ROOT,
                    format,
                    e.name(),
                    version(e),
                    state(e),
                    e.reason().text(),
                    e.pending().isEmpty() ? "" : "  pending: " + String.join(", ", e.pending())))
        .collect(Collectors.joining());
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(1);
  }

  private static String version(EnvironmentStatus environment) {
    return Objects.requireNonNullElse(environment.version(), "-");
  }

  private static String state(EnvironmentStatus environment) {
    String constant = environment.state().name();
    return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
  }
}
