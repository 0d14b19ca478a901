package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the input is, there is an answer. Set {@code memdb.test.seed} to repeat a run. */
class AnyInputTest {
  private static final int INPUTS = 10_000;
  private static final long SEED = Long.getLong("memdb.test.seed", new Random().nextLong());

  private final SqlParser parser = SqlParser.shared();

  @Test
  void tenThousandTextsAreParsedOrRefused() throws Exception {
    System.out.println("memdb.test.seed=" + SEED);
    List<String> sources = statements();
    sources.addAll(Scripts.all());
    var mutations = new Mutations(SEED, sources);
    int parsed = 0;
    for (int i = 0; i < INPUTS; i++) {
      String text = mutations.next();
      try {
        check(text, parser.parse(text));
        parsed++;
      } catch (SqlSyntaxException e) {
        assertThat(e.offset()).as(text).isBetween(0, text.length());
        assertThat(SyntaxErrors.explain(text, e).line()).as(text).isNotNegative();
      }
    }
    assertThat(parsed).isGreaterThan(INPUTS / 100);
  }

  @Test
  void theParsersMemoryDoesNotGrowWithTheNumberOfTexts() throws Exception {
    var mutations = new Mutations(SEED, Scripts.all());
    PgQuery instance = new PgQuery();
    for (int i = 0; i < INPUTS / 4; i++) {
      var script = new Script(mutations.next());
      instance.parse(script.utf8());
    }
    assertThat(instance.hasGrownLarge()).isFalse();
  }

  /** Single statements are more often still valid after a mutation than excerpts of scripts. */
  private List<String> statements() throws SqlSyntaxException {
    var statements = new ArrayList<String>();
    for (String script : Scripts.all()) {
      parser.parse(script).forEach(s -> statements.add(s.text()));
    }
    return statements;
  }

  private static void check(String text, List<Statement> statements) {
    var inspector = new StatementInspector();
    int end = 0;
    for (Statement statement : statements) {
      assertThat(statement.offset()).as(text).isGreaterThanOrEqualTo(end);
      assertThat(text.startsWith(statement.text(), statement.offset())).as(text).isTrue();
      assertThat(statement.text()).as(text).isEqualTo(statement.text().strip()).isNotEmpty();
      end = statement.offset() + statement.text().length();
      assertThat(statement.tag()).as(text).isNotBlank();
      assertThat(inspector.inspect(statement).objections()).as(text).isNotNull();
      assertThat(Queries.objection(statement)).as(text).isNotNull();
      Queries.readOnlyCatalogs(statement);
    }
  }
}
