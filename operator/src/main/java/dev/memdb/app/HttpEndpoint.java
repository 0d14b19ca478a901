package dev.memdb.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** {@code /livez}, {@code /readyz} and {@code /metrics}. */
final class HttpEndpoint implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2, daemon());

  private HttpEndpoint(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
  }

  static HttpEndpoint start(int port, Operator operator, PrometheusMeterRegistry metrics) {
    try {
      HttpEndpoint endpoint = new HttpEndpoint(HttpServer.create(new InetSocketAddress(port), 0));
      endpoint.check("/livez", () -> true);
      endpoint.check("/readyz", () -> ready(operator));
      endpoint.text("/metrics", metrics::scrape);
      endpoint.server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException("HTTP port " + port, e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** A standby is ready as well; a watch that is just being renewed is no failure. */
  @SuppressWarnings("rawtypes") // of the framework's signature
  private static boolean ready(Operator operator) {
    if (!operator.getRuntimeInfo().isStarted()) {
      return false;
    }
    Map<String, Map<String, InformerWrappingEventSourceHealthIndicator>> unhealthy =
        operator.getRuntimeInfo().unhealthyInformerWrappingEventSourceHealthIndicator();
    for (Map<String, InformerWrappingEventSourceHealthIndicator> sources : unhealthy.values()) {
      for (InformerWrappingEventSourceHealthIndicator<?> source : sources.values()) {
        for (InformerHealthIndicator informer : source.informerHealthIndicators().values()) {
          if (!informer.hasSynced() || !informer.isRunning()) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void check(String path, BooleanSupplier healthy) {
    server.createContext(
        path,
        exchange -> {
          boolean ok = healthy.getAsBoolean();
          answer(exchange, ok ? 200 : 503, ok ? "ok\n" : "not ready\n");
        });
  }

  private void text(String path, Supplier<String> text) {
    server.createContext(path, exchange -> answer(exchange, 200, text.get()));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static java.util.concurrent.ThreadFactory daemon() {
    return work -> {
      Thread thread = new Thread(work, "http");
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
