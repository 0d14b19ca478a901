package dev.memdb.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The kill test would see what it looks for. */
class TallyIT {
  private final TestDatabase database = PostgresServer.shared(18).createDatabase();

  @Test
  void aDatabaseThatWasNotBegunHasNothing() throws SQLException {
    assertThat(Tally.of(database)).isEmpty();
  }

  @Test
  void anEffectWithItsRecordsIsComplete() throws SQLException {
    begin();
    database.execute("INSERT INTO chaos.marks VALUES (3)");
    record(3);
    database.execute("CREATE INDEX ON chaos.items (owner)");
    record(8);

    assertThat(tally(3)).isEqualTo(new Tally(3, 1, 1, 1, 1));
    assertThat(tally(3).complete()).isTrue();
    assertThat(tally(8).complete()).isTrue();
    assertThat(tally(9)).matches(t -> !t.complete() && !t.lost() && !t.doubled());
  }

  @Test
  void anEffectWithoutRecordAndARecordWithoutEffectAreLost() throws SQLException {
    begin();
    database.execute("INSERT INTO chaos.marks VALUES (3)");
    record(4);

    assertThat(tally(3).lost()).isTrue();
    assertThat(tally(4).lost()).isTrue();
  }

  @Test
  void anInvalidIndexIsNoEffect() throws SQLException {
    begin();
    database.execute("CREATE INDEX i ON chaos.items (owner)");
    record(8);
    invalidate("chaos.i");

    assertThat(tally(8)).isEqualTo(new Tally(8, 1, 0, 1, 1));
    assertThat(tally(8).lost()).isTrue();
  }

  @Test
  void aSecondMarkIndexOrEntryIsADouble() throws SQLException {
    begin();
    database.execute("INSERT INTO chaos.marks VALUES (3), (3)");
    record(3);
    database.execute("CREATE INDEX ON chaos.items (owner); CREATE INDEX ON chaos.items (owner)");
    record(8);
    database.execute("INSERT INTO chaos.marks VALUES (4)");
    record(4);
    database.execute("INSERT INTO memdb.step VALUES ('4', 'recorded')");

    assertThat(tally(3).doubled()).isTrue();
    assertThat(tally(8).doubled()).isTrue();
    assertThat(tally(4).doubled()).isTrue();
  }

  private void begin() {
    database.execute(
        """
        CREATE SCHEMA chaos;
        CREATE TABLE chaos.marks (version int);
        CREATE TABLE chaos.items (id bigint, owner int);
        CREATE SCHEMA memdb;
        CREATE TABLE memdb.history (version text, success bool);
        CREATE TABLE memdb.step (version text, outcome text)""");
  }

  private void record(int version) {
    database.execute(
        "INSERT INTO memdb.history VALUES ('%1$d', true); INSERT INTO memdb.step VALUES ('%1$d', 'applied')"
            .formatted(version));
  }

  private void invalidate(String index) {
    PostgresServer.shared(18)
        .adminOf(database.name())
        .execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '%s'::regclass"
                .formatted(index));
  }

  private Tally tally(int version) throws SQLException {
    return Tally.of(database).get(version - 1);
  }
}
