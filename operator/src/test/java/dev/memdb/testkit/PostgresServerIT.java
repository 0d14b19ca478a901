package dev.memdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerIT {
  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void survivesAnImmediateShutdown(int major) {
    try (PostgresServer server = PostgresServer.start(major, Map.of())) {
      TestDatabase database = server.createDatabase();
      database.execute("CREATE TABLE t (i int); INSERT INTO t VALUES (1)");

      server.stopImmediately();
      server.start();

      assertThat(database.value("SELECT i FROM t")).isEqualTo("1");
      assertThat(database.value("SHOW server_version_num")).startsWith(Integer.toString(major));
    }
  }
}
