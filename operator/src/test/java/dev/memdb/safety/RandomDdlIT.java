package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import java.sql.SQLException;

/** The linter and real servers agree on DDL that nobody has chosen. */
final class RandomDdlIT {
  private static final long SEED = Long.getLong("memdb.random.seed", 20_26L);
  private static final int STATEMENTS = Integer.getInteger("memdb.random.statements", 400);

  @OnEachPostgres
  void theLinterAndTheServerAgreeOnRandomStatements(int major) throws SQLException {
    RandomDdl.Outcome outcome = new RandomDdl(major, SEED).run(STATEMENTS);
    String summary =
        "PostgreSQL "
            + major
            + ": "
            + outcome.statements
            + " statements, "
            + outcome.hazards
            + " of them hazards, "
            + outcome.disagreements.size()
            + " disagreements ("
            + outcome.refused
            + " more refused by the server, seed "
            + SEED
            + ")";
    System.out.println(summary);
    assertThat(outcome.disagreements).as(summary).isEmpty();
    assertThat(outcome.hazards).as(summary).isGreaterThan(STATEMENTS / 10);
  }
}
