package dev.memdb.e2e;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.Command;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** K3s in Docker, by Testcontainers. */
record K3sCluster(K3sContainer container, ApiServer api) implements TestCluster {
  /** The version of hack/cluster. */
  private static final String IMAGE = "rancher/k3s:v1.34.4-k3s1";

  /** Longer, and it is no test any more but a download. */
  private static final int PULL_SECONDS = 180;

  private static final String ARCHIVE = "/tmp/image.tar";

  /** Why this machine cannot run it; empty: it can. */
  static Optional<String> missing() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of("Docker does not answer");
    }
    if (kubectl().isEmpty()) {
      return Optional.of("there is no kubectl on the PATH, nor of hack/cluster/cluster build");
    }
    return isThere() || pulled()
        ? Optional.empty()
        : Optional.of(
            "Docker has no image %s, and cannot pull it within %d s"
                .formatted(IMAGE, PULL_SECONDS));
  }

  @SuppressWarnings("resource") // close() ends it
  static K3sCluster start() {
    K3sContainer container = new K3sContainer(DockerImageName.parse(IMAGE));
    container.start();
    try {
      Path kubeconfig = Files.createTempDirectory("memdb-k3s-").resolve("kubeconfig");
      Files.writeString(kubeconfig, container.getKubeConfigYaml());
      return new K3sCluster(container, ApiServer.of(kubeconfig, kubectl().orElseThrow()));
    } catch (IOException e) {
      container.stop();
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void load(Path archive) {
    container.copyFileToContainer(MountableFile.forHostPath(archive), ARCHIVE);
    containerd("images", "import", ARCHIVE);
  }

  /** That of Docker's bridge, which the pods' packets go through. */
  @Override
  public String hostAddress() {
    return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
        .map(ContainerNetwork::getGateway)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void kill(Pod pod) {
    containerd("tasks", "kill", "--signal", "SIGKILL", TestCluster.container(pod));
  }

  @Override
  public void close() {
    container.stop();
  }

  private void containerd(String... arguments) {
    String[] command = new String[arguments.length + 3];
    System.arraycopy(new String[] {"ctr", "--namespace", "k8s.io"}, 0, command, 0, 3);
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    try {
      var result = container.execInContainer(command);
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + result.getStderr());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isThere() {
    try {
      docker().inspectImageCmd(IMAGE).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static boolean pulled() {
    try {
      return docker().pullImageCmd(IMAGE).start().awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS)
          && isThere();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException e) {
      return false; // whatever Docker says: it is not there
    }
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  private static Optional<Path> kubectl() {
    String script = "command -v kubectl || { p=$(\"$0\" programs) && echo \"$p/kubectl\"; }";
    Command found =
        Command.run(
            List.of("bash", "-c", script, Repository.path("hack/cluster/cluster")),
            Map.of(),
            "",
            line -> {});
    return found.status() == 0 ? Optional.of(Path.of(found.output().strip())) : Optional.empty();
  }
}
