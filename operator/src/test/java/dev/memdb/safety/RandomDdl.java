package dev.memdb.safety;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * Random DDL on random schemas, run on a real server while a second session looks on, and judged by
 * the linter, which knows half of the schemas from their statements and half from the catalogs.
 */
final class RandomDdl {
  private static final int STATEMENTS = 150;

  /** How it went. */
  static final class Outcome {
    int statements;
    int refused;
    int hazards;
    final List<String> disagreements = new ArrayList<>();
  }

  private final int major;
  private final Random seeds;
  private final Outcome outcome = new Outcome();

  RandomDdl(int major, long seed) {
    this.major = major;
    this.seeds = new Random(seed);
  }

  /** Goes on until so many statements have been run that the server did not refuse. */
  Outcome run(int statements) throws SQLException {
    while (outcome.statements < statements) {
      long seed = seeds.nextLong();
      schema(seed, statements);
    }
    return outcome;
  }

  private void schema(long seed, int limit) throws SQLException {
    var random = new Random(seed);
    var schema = new RandomSchema(random);
    TestDatabase owned = PostgresServer.shared(major).createDatabase();
    TestDatabase database = PostgresServer.shared(major).adminOf(owned.name());
    try {
      database.execute(schema.sql());
    } catch (IllegalStateException e) {
      return; // not every schema can be had
    }
    boolean asked = random.nextBoolean();
    Known known =
        asked
            ? Known.of(Schema.read(database.column(Schema.query())), major)
            : Known.after(schema.sql(), major);
    try (var witness = new Witness(database)) {
      for (int i = 0; i < STATEMENTS && outcome.statements < limit; i++) {
        transaction(witness, schema, known.copy(), seed + (asked ? " asked" : " replayed"), random);
      }
    }
    PostgresServer.shared(major).admin().execute("DROP DATABASE " + owned.name() + " WITH (FORCE)");
  }

  /** One to three statements that share a transaction, which is taken back. */
  private void transaction(
      Witness witness, RandomSchema schema, Known known, String seed, Random random)
      throws SQLException {
    Map<String, LockMode> held = new HashMap<>();
    var run = new StringBuilder();
    int length = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
    for (int i = 0; i < length; i++) {
      String statement = schema.statement();
      Seen real = witness.run(statement);
      if (real.error() != null) {
        outcome.refused++;
        return; // it has been rolled back
      }
      run.append(statement).append(";\n");
      Scene scene = i == 0 ? known.play(statement) : known.goOn(statement);
      Seen told = Known.seen(scene, held);
      told.locks().forEach((name, mode) -> held.merge(name, mode, LockMode::or));
      var all = new Seen(new java.util.TreeMap<>(held), told.rewritten(), told.scanned(), null);
      Seen seen = Known.withoutChoices(real, scene);
      outcome.statements++;
      boolean hazard = isHazard(seen);
      boolean finding = isFinding(scene);
      outcome.hazards += hazard ? 1 : 0;
      if (!all.equals(seen) || hazard != finding) {
        outcome.disagreements.add(
            seed + "\n" + run + "  real " + seen + "\n  told " + all + (finding ? " finding" : ""));
        break;
      }
    }
    witness.rollback();
  }

  /** Whether it works through a table that it keeps others from. */
  private static boolean isHazard(Seen seen) {
    var worked = new TreeSet<>(seen.scanned());
    worked.addAll(seen.rewritten());
    return worked.stream()
        .map(seen.locks()::get)
        .anyMatch(m -> m != null && m.compareTo(LockMode.SHARE_UPDATE_EXCLUSIVE) > 0);
  }

  /** Whether the linter says that it does. */
  private static boolean isFinding(Scene scene) {
    return scene.effects.stream()
        .anyMatch(
            e ->
                e.rule() != null
                    && e.work() != Work.NONE
                    && e.work() != Work.TRUNCATE
                    && Rules.of(e.rule()).severity() != Severity.NOTICE);
  }
}
