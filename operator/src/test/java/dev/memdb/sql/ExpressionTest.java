package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One expression: which columns it names, and where. */
class ExpressionTest {
  @Test
  void columnsAreFoundWhereTheyAreWritten() {
    Expression expression =
        Expression.of("'ü' || lower(\"A b\") || t.c || (x).y || now()::text").orElseThrow();

    assertThat(expression.columns())
        .containsExactly(
            new Expression.Column(List.of("A b"), 13),
            new Expression.Column(List.of("t", "c"), 23),
            new Expression.Column(List.of("x"), 31));
    assertThat(expression.hasSubquery()).isFalse();
  }

  @Test
  void anAsteriskIsNoColumnAndASubqueryIsSeen() {
    assertThat(Expression.of("count(t.*)").orElseThrow().columns().get(0).name()).isEmpty();
    assertThat(Expression.of("a IN (SELECT 1)").orElseThrow().hasSubquery()).isTrue();
    assertThat(Expression.of("1 -- one").orElseThrow().columns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1, 2", "1 AS x) --", "1 x", "1); SELECT (1", "1) FROM t WHERE (true", "1 +"})
  void nothingElseIsOne(String text) {
    assertThat(Expression.of(text)).isEmpty();
  }
}
