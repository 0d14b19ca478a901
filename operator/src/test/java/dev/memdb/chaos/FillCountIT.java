package dev.memdb.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import org.junit.jupiter.api.Test;

/** The kill test of backfills would see what it looks for. */
class FillCountIT {
  private final TestDatabase database = PostgresServer.shared(18).createDatabase();

  private void run(String file) {
    database.execute(new String(FillSet.files().get(file), UTF_8));
  }

  @Test
  void rowsThatAreMissedFilledTwiceOrStaleAreCounted() {
    run("V1__items.sql");
    database.execute("INSERT INTO app.items SELECT i, i, '' FROM generate_series(1, 9) i");
    run("V2__expand.sql");
    assertThat(FillSet.Count.of(database)).isEqualTo(new FillSet.Count(9, 0, 0));
    database.execute("UPDATE app.items SET fills = fills + 1");
    assertThat(FillSet.Count.of(database)).matches(FillSet.Count::clean);

    database.execute("UPDATE app.items SET fills = fills + 1 WHERE id <= 3");
    database.execute("UPDATE app.items SET c = 0 WHERE id = 5");

    assertThat(FillSet.Count.of(database)).isEqualTo(new FillSet.Count(0, 3, 1));
  }

  /** The application's own changes are followed by the triggers, and are no work of a worker. */
  @Test
  void whatTheApplicationDoesIsNoMistake() {
    run("V1__items.sql");
    run("V2__expand.sql");
    database.execute("INSERT INTO app.items VALUES (1, 10, '')");
    database.execute("UPDATE app.items SET source = source + 1");

    assertThat(FillSet.Count.of(database)).matches(FillSet.Count::clean);
    assertThat(database.value("SELECT c || ' ' || fills FROM app.items")).isEqualTo("23 0");
  }
}
