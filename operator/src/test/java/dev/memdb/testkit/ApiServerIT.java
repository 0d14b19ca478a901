package dev.memdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiServerIT {
  @Test
  void keepsItsContentOverARestart() {
    long start = System.nanoTime();
    try (ApiServer server = ApiServer.start()) {
      System.out.printf("API server up in %.1f s%n", (System.nanoTime() - start) / 1e9);
      String namespace = server.namespace();

      server.restart();

      assertThat(server.kubectl("get", "namespaces")).contains(namespace);
      try (var client = server.client()) {
        assertThat(client.namespaces().withName(namespace).get()).isNotNull();
      }
    }
  }
}
