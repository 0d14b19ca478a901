package dev.memdb.testkit;

import dev.memdb.controller.Controller;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The whole operator in this JVM, as {@code memdb operator} runs it but without leader election: so
 * a test can have two that work at once, with nothing but the fence between them.
 */
public final class OperatorFixture implements AutoCloseable {
  /** What the Jobs of backfill workers name; an API server alone runs no pods. */
  public static final String IMAGE = "memdb:test";

  private static final Duration RUNS_END = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Controller controller;
  private final Operator operator;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private OperatorFixture(KubernetesClient client, int parallel, TestNamespace... namespaces) {
    this.client = client;
    this.controller =
        Controller.create(
            client,
            metrics,
            new Controller.Options(
                Stream.of(namespaces).map(TestNamespace::name).toList(),
                "test-cluster",
                "test-" + UUID.randomUUID(),
                true,
                parallel,
                parallel,
                Optional.of(IMAGE)));
    this.operator = controller.operator(null);
  }

  /** Starts one that watches these namespaces of one API server; returns when it works. */
  public static OperatorFixture start(TestNamespace... namespaces) {
    return start(8, namespaces);
  }

  /** Starts one that looks at so many databases side by side, and migrates so many. */
  public static OperatorFixture start(int parallel, TestNamespace... namespaces) {
    OperatorFixture fixture =
        new OperatorFixture(namespaces[0].server().client(), parallel, namespaces);
    fixture.operator.start();
    return fixture;
  }

  /** What {@code /metrics} would answer. */
  public Scrape scrape() {
    return new Scrape(metrics.scrape());
  }

  /** Stops it as a pod is stopped: runs first, then the loop. */
  @Override
  public void close() {
    controller.stopRuns(RUNS_END);
    operator.stop();
    client.close();
  }
}
