package dev.memdb.testkit;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * An API server that Fabric8's kube-api-test downloads, for machines with neither a cluster nor Go.
 *
 * <p>Argument: a folder; {@code kubeconfig} and {@code kubectl} (a path) are written into it.
 */
public final class ApiServerMain {
  private ApiServerMain() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    KubeAPIServer server =
        new KubeAPIServer(
            new KubeAPIServerConfigBuilder()
                .withApiServerVersion("1.34.*")
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    Path folder = Path.of(args[0]);
    Files.writeString(folder.resolve("kubeconfig"), server.getKubeConfigYaml());
    Path kubectl = folder.resolve("kubectl.part");
    Files.writeString(kubectl, kubectl());
    Files.move(kubectl, folder.resolve("kubectl"));
    new CountDownLatch(1).await(); // until it is told to stop
  }

  private static String kubectl() throws IOException {
    String home =
        System.getenv()
            .getOrDefault("KUBE_API_TEST_DIR", System.getProperty("user.home") + "/.kubeapitest");
    try (Stream<Path> files = Files.walk(Path.of(home, "k8s"))) {
      return files
          .filter(f -> f.getFileName().toString().equals("kubectl"))
          .findFirst()
          .orElseThrow()
          .toString();
    }
  }
}
