package dev.memdb.e2e;

import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.Command;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The node of {@code hack/cluster}, on this machine. One that was up before stays up. */
record NodeCluster(ApiServer api, boolean ours) implements TestCluster {
  /** {@code node_address} of {@code hack/cluster/node.sh}. */
  private static final String HOST_ADDRESS = "10.88.0.1";

  /** Why this machine cannot run it; empty: it can. */
  static Optional<String> missing() {
    Command check = run("check");
    return check.status() == 0 ? Optional.empty() : Optional.of(check.errors().strip());
  }

  static NodeCluster start() {
    boolean ours = run("running").status() != 0;
    Path kubeconfig = Path.of(run("up").orThrow().strip());
    Path kubectl = Path.of(run("programs").orThrow().strip(), "kubectl");
    return new NodeCluster(ApiServer.of(kubeconfig, kubectl), ours);
  }

  @Override
  public void load(Path archive) {
    run("load", archive.toString()).orThrow();
  }

  @Override
  public String hostAddress() {
    return HOST_ADDRESS;
  }

  @Override
  public void kill(Pod pod) {
    run("kill", TestCluster.container(pod)).orThrow();
  }

  @Override
  public void close() {
    if (ours) {
      run("down").orThrow();
    }
  }

  private static Command run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Repository.path("hack/cluster/cluster")));
    command.addAll(List.of(arguments));
    return Command.run(command, Map.of(), "", System.err::println);
  }
}
