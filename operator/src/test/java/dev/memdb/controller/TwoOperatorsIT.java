package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two operators at work on the same resources: only the fence in each database is between them. */
class TwoOperatorsIT {
  private final TestNamespace namespace = TestNamespace.create();
  private final OperatorFixture one = OperatorFixture.start(namespace);
  private final OperatorFixture other = OperatorFixture.start(namespace);

  @AfterEach
  void stop() {
    one.close();
    other.close();
    namespace.close();
  }

  @Test
  void applyEverythingExactlyOnce() {
    Map<String, String> files =
        Sql.with(Sql.upTo(3), "V4__slow.sql", "SELECT pg_sleep(0.2); CREATE TABLE app.slow ();");
    List<TestMemoryDatabase> all = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      all.add(namespace.memoryDatabase("recall-" + i).create("4", files));
    }

    all.forEach(TestMemoryDatabase::awaitReady);

    for (TestMemoryDatabase mdb : all) {
      for (TestDatabase database : List.of(mdb.staging(), mdb.production())) {
        assertThat(database.column("SELECT version FROM memdb.history ORDER BY installed_rank"))
            .containsExactly("1", "2", "3", "4");
        assertThat(database.column("SELECT version FROM memdb.step ORDER BY id"))
            .containsExactly("1", "2", "3", "4");
        assertThat(database.value("SELECT count(*) FROM memdb.step WHERE outcome <> 'applied'"))
            .isEqualTo("0");
      }
      assertThat(mdb.staging().value("SELECT max(finished_at) FROM memdb.step"))
          .isLessThan(mdb.production().value("SELECT min(started_at) FROM memdb.step"));
    }
  }
}
