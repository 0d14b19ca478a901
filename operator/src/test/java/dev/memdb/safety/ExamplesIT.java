package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import dev.memdb.sql.StatementInspector;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the rules on real servers: what the unsafe one is said to do it does, and the
 * safe one does nothing of the kind.
 */
final class ExamplesIT {
  /** What only a later version than the newest has, or a server with a second disk. */
  private static final Set<String> NOT_HERE = Set.of("prefer-repack", "set-tablespace");

  /** Since 15. */
  private static final Set<String> NEWER = Set.of("set-access-method");

  /** Rules whose unsafe example the server itself refuses, with words of its message. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "syntax-error", "syntax error at or near",
          "ban-concurrent-index-creation-in-transaction", "cannot run inside a transaction block",
          "non-transactional-statement-in-transaction", "cannot run inside a transaction block",
          "enum-value-used-same-transaction", "unsafe use of new value",
          "ban-duplicate-column-assignments", "multiple assignments to same column",
          "ban-drop-database", "does not exist");

  static Stream<Arguments> rules() {
    return Rules.all().stream()
        .filter(r -> !NOT_HERE.contains(r.id()))
        .flatMap(
            r ->
                Stream.of(14, 18)
                    .filter(major -> major > 14 || !NEWER.contains(r.id()))
                    .map(major -> Arguments.of(r.id(), major)));
  }

  @ParameterizedTest(name = "{0} on PostgreSQL {1}")
  @MethodSource("rules")
  void theUnsafeOneDoesItAndTheSafeOneDoesNot(String id, int major) throws SQLException {
    Rule rule = Rules.of(id);
    unsafe(rule, major);
    safe(rule, major);
  }

  private static TestDatabase database(Rule rule, int major) {
    TestDatabase owned = PostgresServer.shared(major).createDatabase();
    TestDatabase database = PostgresServer.shared(major).adminOf(owned.name());
    if (!rule.setup().isEmpty()) {
      database.execute(rule.setup());
    }
    return database;
  }

  private static void unsafe(Rule rule, int major) throws SQLException {
    TestDatabase database = database(rule, major);
    List<String> found = new ArrayList<>();
    try (var witness = new Witness(database)) {
      Known known = Known.after(rule.setup(), major);
      Optional<String> error = Optional.empty();
      for (String file : files(rule.unsafe())) {
        boolean first = true;
        if (isAlone(statements(file))) {
          error = kept(witness, file);
          continue;
        }
        for (Statement statement : statements(file)) {
          Scene scene = first ? known.play(statement.text()) : known.goOn(statement.text());
          first = false;
          Seen real = witness.run(statement.text());
          error = Optional.ofNullable(real.error());
          if (error.isPresent()) {
            break;
          }
          scene.effects.stream()
              .filter(e -> rule.id().equals(e.rule()))
              .forEach(e -> found.add(really(e, real)));
        }
        if (error.isEmpty()) {
          witness.commit();
        }
      }
      String refused = REFUSED.get(rule.id());
      if (refused != null && error.isPresent()) {
        assertThat(error.get()).contains(refused);
      } else if (refused == null) {
        assertThat(error).as(rule.unsafe()).isEmpty();
      }
      assertThat(found).as(rule.unsafe()).allMatch(f -> f.equals("as said"));
    }
    assertThat(judged(rule, rule.unsafe(), major)).contains(rule.id());
  }

  /** Runs a statement that runs in no transaction; gives back why the server refused it. */
  private static Optional<String> kept(Witness witness, String statement) {
    try {
      witness.keep(statement, false);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Compares one effect with what the server did to that table. */
  private static String really(Effect effect, Seen real) {
    String name = effect.table().schema() + "." + effect.table().name();
    boolean locked =
        effect.mode().compareTo(LockMode.ROW_EXCLUSIVE) <= 0
            || effect.mode().equals(real.locks().get(name));
    boolean worked =
        switch (effect.work()) {
          case REWRITE, TRUNCATE -> real.rewritten().contains(name);
          case SCAN, FOREIGN_KEY, INDEX_BUILD -> real.scanned().contains(name);
          default -> true;
        };
    return locked && worked ? "as said" : effect + " but " + real;
  }

  private static void safe(Rule rule, int major) throws SQLException {
    TestDatabase database = database(rule, major);
    try (var witness = new Witness(database)) {
      for (String file : files(rule.safe())) {
        List<Statement> statements = statements(file);
        boolean alone = isAlone(statements);
        for (Statement statement : statements) {
          if (alone) {
            witness.keep(statement.text(), false);
          } else {
            Seen real = witness.run(statement.text());
            assertThat(real.error()).as(statement.text()).isNull();
            assertThat(works(real)).as(statement.text()).isEmpty();
          }
        }
        witness.commit();
      }
    }
    assertThat(judged(rule, rule.safe(), major)).doesNotContain(rule.id());
  }

  /** Whether a file is one statement that runs in no transaction. */
  private static boolean isAlone(List<Statement> statements) {
    return statements.size() == 1
        && !new StatementInspector().inspect(statements.get(0)).transactional();
  }

  /** The tables that it works through while it keeps writers, or readers of a view, from them. */
  private static Set<String> works(Seen real) {
    var worked = new TreeSet<>(real.scanned());
    worked.addAll(real.rewritten());
    worked.removeIf(
        t ->
            !real.locks().containsKey(t)
                || !real.locks().get(t).blocksWrites()
                || real.locks().get(t) == LockMode.EXCLUSIVE);
    return worked;
  }

  private static List<String> judged(Rule rule, String example, int major) {
    List<LintFile> files = new ArrayList<>();
    if (!rule.setup().isEmpty()) {
      files.add(new LintFile("V1__setup.sql", rule.setup(), false));
    }
    for (String file : files(example)) {
      files.add(new LintFile("V" + (files.size() + 2) + "__a.sql", file, true));
    }
    boolean inFile =
        !rule.id().equals("prefer-robust-stmts")
            && !rule.id().equals("ban-uncommitted-transaction");
    var how = inFile ? Target.Transactions.FILE : Target.Transactions.STATEMENT;
    Schema live = null;
    if (rule.id().equals("invalid-index-leftover")) {
      live = withInvalidIndex(rule, major);
    }
    return Linter.judge(files, new Target(major, live, how)).stream().map(Finding::rule).toList();
  }

  /** A real one, left behind by rows that are not unique. */
  private static Schema withInvalidIndex(Rule rule, int major) {
    TestDatabase database = database(rule, major);
    database.execute("INSERT INTO orders (id, note) VALUES (1, 'a'), (2, 'a')");
    String build = "CREATE UNIQUE INDEX CONCURRENTLY orders_note_idx ON orders (note)";
    assertThat(refused(database, build)).isTrue();
    return Schema.read(database.column(Schema.query()));
  }

  private static boolean refused(TestDatabase database, String sql) {
    try {
      database.execute(sql);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static List<String> files(String example) {
    return List.of(example.split("(?m)^" + Rule.NEXT_FILE + "$", -1));
  }

  private static List<Statement> statements(String file) {
    try {
      return SqlParser.shared().parse(file);
    } catch (SqlSyntaxException e) {
      return List.of();
    }
  }
}
