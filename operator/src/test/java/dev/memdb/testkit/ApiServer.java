package dev.memdb.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Kubernetes API. {@code hack/lib/kubernetes.sh} decides where it comes from, and prints it.
 *
 * <p>{@link #shared()} is one for all tests of a JVM; {@link #start} is one of the test's own, to
 * break it. Either ends with the JVM, even when that is killed. Where none can be had the test is
 * aborted with a line that says so, unless {@code MEMDB_REQUIRE_API_SERVER} is true.
 */
public final class ApiServer implements AutoCloseable {
  private static final Path ROOT =
      Path.of(System.getProperty("memdb.root", "..")).toAbsolutePath().normalize();
  private static final String SCRIPT = ROOT.resolve("hack/lib/kubernetes.sh").toString();

  /** The script's exit status when the machine has no way to run an API server. */
  private static final Duration ESTABLISHED = Duration.ofSeconds(30);

  private static final int NONE = 2;

  private static Optional<ApiServer> shared = Optional.empty();
  private static boolean sharedWasTried;

  private final Path state;
  private final Kubectl kubectl;

  private ApiServer(Path state, Kubectl kubectl) {
    this.state = state;
    this.kubectl = kubectl;
  }

  /**
   * The server of this JVM, started on first use: the user's cluster, or one without controllers.
   */
  public static synchronized ApiServer shared() {
    if (!sharedWasTried) {
      shared = up(List.of());
      sharedWasTried = true;
    }
    return orAbort(shared);
  }

  /**
   * A server of one's own; the caller closes it.
   *
   * @param controllers those of kube-controller-manager that run beside it, for example {@code
   *     garbage-collector-controller}; with none, nothing follows owner references, no Job gets
   *     pods, and a deleted namespace stays
   */
  public static ApiServer start(String... controllers) {
    return orAbort(up(List.of("own"), controllers));
  }

  /**
   * One that something else has started, and ends.
   *
   * @param kubeconfig how to reach it, and as whom
   * @param program a {@code kubectl}
   */
  public static ApiServer of(Path kubeconfig, Path program) {
    Path cache = kubeconfig.resolveSibling("kubectl-cache");
    return new ApiServer(cache, new Kubectl(program, kubeconfig, cache));
  }

  /** Empty when this machine has no way to run one, and that is allowed. */
  private static Optional<ApiServer> up(List<String> options, String... controllers) {
    Path state = temporaryFolder();
    List<String> command = new ArrayList<>(List.of(SCRIPT, "up", state.toString()));
    command.addAll(options);
    Map<String, String> environment =
        Map.of(
            "MEMDB_CONTROLLERS",
            controllers.length == 0 ? "none" : String.join(",", controllers),
            "MEMDB_OWNER_PID",
            Long.toString(ProcessHandle.current().pid()));
    Command up = Command.run(command, environment, "", System.err::println);
    if (up.status() == NONE && !Boolean.parseBoolean(System.getenv("MEMDB_REQUIRE_API_SERVER"))) {
      return Optional.empty();
    }
    List<String> paths = up.orThrow().lines().toList();
    Kubectl kubectl =
        new Kubectl(Path.of(paths.get(1)), Path.of(paths.get(0)), state.resolve("kubectl-cache"));
    ApiServer server = new ApiServer(state, kubectl);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    return Optional.of(server);
  }

  private static ApiServer orAbort(Optional<ApiServer> server) {
    return server.orElseGet(
        () -> {
          String why = "skipped: this machine has no Kubernetes API; what would do is listed above";
          System.err.println(why);
          return Assumptions.abort(why);
        });
  }

  /** Kills the API server; {@link #restart()} brings it back. */
  public void stop() {
    script("stop");
  }

  /** Kills the API server, unless it is stopped, and starts it: same port, same content. */
  public void restart() {
    script("restart");
  }

  /** The file that {@code kubectl} and other processes use. */
  public Path kubeconfig() {
    return kubectl.kubeconfig();
  }

  /** A client of one's own, to be closed; like the operator's, it does not retry by itself. */
  public KubernetesClient client() {
    Config config =
        new ConfigBuilder(Config.fromKubeconfig(kubeconfig().toFile()))
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
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
    Awaitility.await() // kubectl wait fails for a definition that has no conditions yet
        .atMost(ESTABLISHED)
        .until(
            () ->
                kubectl(
                        "get",
                        "crd/memorydatabases.memdb.dev",
                        "-o",
                        "jsonpath={.status.conditions}")
                    .contains("\"status\":\"True\",\"type\":\"Established\""));
    return this;
  }

  /** The real {@code kubectl} for this cluster. */
  public Kubectl kubectl() {
    return kubectl;
  }

  /** Runs it, see {@link Kubectl#run}. */
  public String kubectl(String... arguments) {
    return kubectl.run(arguments);
  }

  @Override
  public void close() {
    if (Files.exists(state)) {
      script("down");
    }
  }

  private void script(String verb) {
    Command.run(List.of(SCRIPT, verb, state.toString()), Map.of(), "", System.err::println)
        .orThrow();
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("memdb-api-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
