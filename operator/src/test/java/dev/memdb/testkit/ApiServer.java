package dev.memdb.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real kube-apiserver with its etcd, one for all tests of a JVM. Its programs are those in {@code
 * KUBE_API_TEST_DIR/k8s/1.34.4-linux-amd64}.
 */
public final class ApiServer {
  private static final String VERSION = "1.34.4";
  private static ApiServer shared;

  private final String kubeconfig;
  private final Path kubeconfigFile;
  private final Path programs;

  private ApiServer() throws IOException {
    String directory =
        System.getenv()
            .getOrDefault("KUBE_API_TEST_DIR", System.getProperty("user.home") + "/.kubeapitest");
    programs = Path.of(directory, "k8s", VERSION + "-linux-amd64");
    KubeAPIServer server =
        new KubeAPIServer(
            new KubeAPIServerConfigBuilder()
                .withTestDir(directory)
                .withApiServerVersion(VERSION)
                .withOfflineMode(true)
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    kubeconfig = server.getKubeConfigYaml();
    kubeconfigFile = Files.createTempFile("kubeconfig", ".yaml");
    kubeconfigFile.toFile().deleteOnExit();
    Files.writeString(kubeconfigFile, kubeconfig);
  }

  /** The server; the first caller starts it. */
  public static synchronized ApiServer shared() {
    if (shared == null) {
      try {
        shared = new ApiServer();
      } catch (IOException e) {
        throw new AssertionError("the API server could not be started", e);
      }
    }
    return shared;
  }

  /** A client of one's own, to be closed. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig))
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  /**
   * Runs the real {@code kubectl} as the cluster's administrator.
   *
   * @return what it printed
   * @throws AssertionError when it fails, with what it printed
   */
  public String kubectl(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("kubectl").toString());
    command.add("--kubeconfig=" + kubeconfigFile);
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError("kubectl could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
