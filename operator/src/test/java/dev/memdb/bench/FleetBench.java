package dev.memdb.bench;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorProcess;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Many resources with two environments each, all databases on one server: seconds from the start of
 * the operator until all are Ready, first with everything to do and again after a restart; memory,
 * and what is asked of PostgreSQL and the API server at rest.
 *
 * <p>Arguments: {@code --databases N}, the number of resources (default 1000).
 */
public final class FleetBench {
  private static final double GOAL_SECONDS = 120;
  private static final int GOAL_MIB = 512;

  /** {@code parity.interval}: everything is looked at once. */
  private static final Duration REST = Duration.ofMinutes(5);

  private final int count;
  private final PostgresServer postgres =
      PostgresServer.start(
          18, Map.of("fsync", "off", "max_connections", "200", "shared_buffers", "256MB"));
  private final ApiServer api = ApiServer.start().withCrds();
  private final String namespace = api.namespace();

  private FleetBench(int count) {
    this.count = count;
  }

  public static void main(String[] args) {
    boolean given = args.length == 2 && args[0].equals("--databases");
    new FleetBench(given ? Integer.parseInt(args[1]) : 1000).run();
    System.exit(0);
  }

  private void run() {
    create();
    start("first apply", false);
    Report.result("fleet", start("restart", true), "s", GOAL_SECONDS);
  }

  private void create() {
    Map<String, byte[]> files =
        Map.of(
            "V1__app.sql", "CREATE SCHEMA app;".getBytes(StandardCharsets.UTF_8),
            "V2__items.sql",
                "CREATE TABLE app.items (id bigint PRIMARY KEY, name text NOT NULL);"
                    .getBytes(StandardCharsets.UTF_8),
            "V3__index.sql",
                "CREATE INDEX CONCURRENTLY items_name ON app.items (name);"
                    .getBytes(StandardCharsets.UTF_8));
    try (KubernetesClient client = api.client()) {
      client.resource(Resources.configMap(namespace, "set", files)).create();
      for (int i = 0; i < count; i++) {
        String name = "m" + i;
        for (String environment : List.of("staging", "production")) {
          TestDatabase database = postgres.createDatabase(name + "_" + environment);
          client.resource(Resources.secret(namespace, name + "-" + environment, database)).create();
        }
        client
            .resource(
                Resources.memoryDatabase(namespace, name, "3", Resources.configMaps("set"), "app"))
            .create();
      }
    }
  }

  private double start(String what, boolean rest) {
    // after a restart Ready stands there already: what counts is that every database was looked at
    long before = sessions();
    long began = System.nanoTime();
    try (OperatorProcess operator = OperatorProcess.start(api, namespace, Map.of(), "-Xmx512m");
        KubernetesClient client = api.client()) {
      awaitReady(operator, client, before);
      double seconds = (System.nanoTime() - began) / 1e9;
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("bench", "fleet");
      fields.put("what", what);
      fields.put("resources", count);
      fields.put("environments", 2 * count);
      fields.put("seconds", seconds);
      fields.put("rss_mib", operator.residentMiB());
      fields.put("rss_goal_met", operator.residentMiB() <= GOAL_MIB);
      Report.line(fields);
      if (rest) {
        rest();
      }
      operator.stop();
      return seconds;
    }
  }

  private void awaitReady(OperatorProcess operator, KubernetesClient client, long before) {
    while (true) {
      if (!operator.isAlive()) {
        throw new IllegalStateException(operator.log());
      }
      boolean seen = sessions() - before >= 2L * count;
      if (seen) {
        List<MemoryDatabase> all =
            client.resources(MemoryDatabase.class).inNamespace(namespace).list().getItems();
        if (all.stream().filter(Resources::isReady).count() == count) {
          return;
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  /** Sessions that the databases have had; a look and a run are at least one each. */
  private long sessions() {
    return Long.parseLong(
        postgres
            .admin()
            .value("SELECT sum(sessions) FROM pg_stat_database WHERE datname ~ '^m[0-9]+_'"));
  }

  private void rest() {
    long queries = transactions();
    long requests = requests();
    LockSupport.parkNanos(REST.toNanos());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bench", "fleet");
    fields.put("what", "at rest");
    fields.put("minutes", REST.toMinutes());
    fields.put("postgres_transactions_per_minute", (transactions() - queries) / REST.toMinutes());
    fields.put("api_requests_per_minute", (requests() - requests) / REST.toMinutes());
    Report.line(fields);
  }

  private long transactions() {
    return Long.parseLong(
        postgres
            .admin()
            .value(
                "SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database WHERE datname ~ '^m[0-9]+_'"));
  }

  private long requests() {
    return api.kubectl("get", "--raw", "/metrics")
        .lines()
        .filter(l -> l.startsWith("apiserver_request_total{"))
        .mapToLong(l -> (long) Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }
}
