package dev.memdb.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real {@code kubectl}, as the administrator of one cluster.
 *
 * @param program where it is
 * @param kubeconfig the cluster
 * @param cache where it keeps what it has learnt of the cluster, else in the home of who runs tests
 */
public record Kubectl(Path program, Path kubeconfig, Path cache) {
  /**
   * Runs it.
   *
   * @return what it printed
   * @throws IllegalStateException when it fails, with what it said
   */
  public String run(String... arguments) {
    return runWithInput("", arguments);
  }

  /** Runs it with something to read, for {@code -f -}. */
  public String runWithInput(String input, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of("KUBECACHEDIR", cache.toString()), input, line -> {})
        .orThrow();
  }
}
