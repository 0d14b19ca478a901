package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RulesTest {
  private static final Pattern ID = Pattern.compile("[a-z]+(-[a-z]+)+");

  @Test
  void eachRuleSaysEverythingThereIsToSay() {
    assertThat(Rules.all())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            rule -> {
              assertThat(rule.id()).matches(ID);
              assertThat(rule.lock()).isNotEmpty();
              assertThat(rule.why()).endsWith(".");
              assertThat(rule.instead()).endsWith(".");
              assertThat(rule.unsafe()).isNotEmpty();
              assertThat(rule.safe()).isNotEmpty().isNotEqualTo(rule.unsafe());
            });
  }

  @Test
  void theSafeExampleOfEachRuleIsSql() {
    assertThat(Rules.all())
        .allSatisfy(
            rule -> {
              assertThat(statements(rule.safe())).isPositive();
              statements(rule.setup());
            });
  }

  private static int statements(String sql) throws SqlSyntaxException {
    return SqlParser.shared().parse(sql).size();
  }

  @Test
  void aRuleIsFoundByItsName() {
    assertThat(Rules.find("ban-drop-table")).map(Rule::severity).contains(Severity.ERROR);
    assertThat(Rules.find("no-such-rule")).isEmpty();
  }
}
