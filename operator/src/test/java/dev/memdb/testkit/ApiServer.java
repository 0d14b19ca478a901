package dev.memdb.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Kubernetes API: etcd and kube-apiserver as processes of {@code hack/cluster}, or the
 * cluster that {@code MEMDB_KUBECONFIG} names.
 *
 * <p>{@link #shared()} is one for all tests of a JVM; {@link #start()} is one of the test's own, to
 * break it. Where none can be had the test is aborted with a line that says why, unless {@code
 * MEMDB_REQUIRE_API_SERVER} is true.
 */
public final class ApiServer implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("memdb.root", "..")).toAbsolutePath();
  private static final String SCRIPT = ROOT.resolve("hack/cluster/cluster").normalize().toString();
  private static ApiServer shared;

  private final Path state;
  private final Path kubeconfig;
  private final String kubectl;

  private ApiServer(Path state, Path kubeconfig, String kubectl) {
    this.state = state;
    this.kubeconfig = kubeconfig;
    this.kubectl = kubectl;
  }

  /** The server of this JVM; the first caller starts it, and it ends with the JVM. */
  public static synchronized ApiServer shared() {
    if (shared == null) {
      shared =
          Optional.ofNullable(System.getenv("MEMDB_KUBECONFIG"))
              .map(file -> new ApiServer(null, Path.of(file), "kubectl"))
              .orElseGet(ApiServer::start);
    }
    return shared;
  }

  /** A server of one's own; the caller closes it. */
  public static ApiServer start() {
    try {
      Path state = Files.createTempDirectory("memdb-api");
      String kubeconfig = run(List.of(SCRIPT, "up", state.toString())).strip();
      String programs = run(List.of(SCRIPT, "programs")).strip();
      ApiServer server = new ApiServer(state, Path.of(kubeconfig), programs + "/kubectl");
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      if (Boolean.parseBoolean(System.getenv("MEMDB_REQUIRE_API_SERVER"))) {
        throw e;
      }
      System.err.println("skipped, no Kubernetes API: " + e.getMessage());
      return Assumptions.abort("no Kubernetes API: " + e.getMessage());
    }
  }

  /** Ends the API server and starts it again: same port, same content. */
  public void restart() {
    run(List.of(SCRIPT, "restart", state.toString()));
  }

  /** The file that {@code kubectl} and other processes use. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** A client of one's own, to be closed; as the operator's: no retries of its own. */
  public KubernetesClient client() {
    try {
      Config config =
          new ConfigBuilder(Config.fromKubeconfig(Files.readString(kubeconfig)))
              .withRequestRetryBackoffLimit(0)
              .build();
      return new KubernetesClientBuilder()
          .withConfig(config)
          .withHttpClientFactory(new JdkHttpClientFactory())
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new namespace. */
  public String namespace() {
    String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
    kubectl("create", "namespace", name);
    return name;
  }

  /** Installs the resource definition in {@code crds/}; does nothing when it is there already. */
  public ApiServer withCrds() {
    kubectl("apply", "--server-side", "--force-conflicts", "-f", ROOT.resolve("crds").toString());
    kubectl( // not --for=condition: that fails for a CRD that has no conditions yet
        "wait",
        "--for=jsonpath={.status.conditions[?(@.type==\"Established\")].status}=True",
        "crd/memorydatabases.memdb.dev",
        "--timeout=30s");
    return this;
  }

  /**
   * Runs the real {@code kubectl} as the cluster's administrator.
   *
   * @return what it printed
   * @throws IllegalStateException when it fails, with what it printed
   */
  public String kubectl(String... arguments) {
    List<String> command = new ArrayList<>(List.of(kubectl, "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
      process.getOutputStream().close();
      StringBuilder errors = new StringBuilder();
      Thread reader = new Thread(() -> read(process, errors));
      reader.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      reader.join();
      if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + errors + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void read(Process process, StringBuilder into) {
    try {
      into.append(new String(process.getErrorStream().readAllBytes(), UTF_8));
    } catch (IOException e) {
      into.append(e);
    }
  }

  @Override
  public void close() {
    if (state != null && Files.exists(state)) {
      run(List.of(SCRIPT, "down", state.toString()));
    }
  }
}
