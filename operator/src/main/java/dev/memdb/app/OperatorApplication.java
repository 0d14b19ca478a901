package dev.memdb.app;

import dev.memdb.controller.Controller;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator: HTTP first, then leader election, then the loop; stopped in reverse. */
public final class OperatorApplication {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorApplication.class);

  /** A stopped run rolls back within moments; a pod is killed 30 s after it was told to stop. */
  private static final Duration RUNS_END = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Controller controller;
  private final Operator operator;
  private final Leadership leadership;
  private final HttpEndpoint http;
  private final CountDownLatch ended = new CountDownLatch(1);

  private OperatorApplication(
      KubernetesClient client,
      Controller controller,
      Operator operator,
      Leadership leadership,
      HttpEndpoint http) {
    this.client = client;
    this.controller = controller;
    this.operator = operator;
    this.leadership = leadership;
    this.http = http;
  }

  static OperatorApplication start(Settings settings) {
    KubernetesClient client = Clients.create();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Leadership leadership = new Leadership(client, settings);
    Controller controller =
        Controller.create(
            client,
            metrics,
            new Controller.Options(
                settings.watchNamespaces(),
                settings.clusterId().orElseGet(() -> Clients.clusterId(client)),
                settings.identity(),
                settings.allowLoopback(),
                settings.parallelLooks(),
                settings.parallelRuns(),
                settings.image()));
    Operator operator = controller.operator(leadership.configuration());
    HttpEndpoint http = HttpEndpoint.start(settings.httpPort(), operator, metrics);
    OperatorApplication application =
        new OperatorApplication(client, controller, operator, leadership, http);
    controller.warmUp();
    operator.start();
    LOG.info("started as {}, health and metrics on port {}", settings.identity(), http.port());
    return application;
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /** Runs are stopped before the lease is given up: then the next leader finds no one at work. */
  void stop() {
    LOG.info("stopping");
    leadership.stopping();
    controller.stopRuns(RUNS_END);
    operator.stop();
    leadership.release();
    http.close();
    client.close();
    ended.countDown();
  }
}
