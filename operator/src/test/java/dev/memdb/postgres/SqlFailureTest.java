package dev.memdb.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailureTest {
  @ParameterizedTest
  @CsvSource({
    "55P03, LOCK_TIMEOUT", "40P01, TRANSIENT", "40001, TRANSIENT", "08006, TRANSIENT",
    "08003, TRANSIENT", "57P01, TRANSIENT", "57P02, TRANSIENT", "57P03, TRANSIENT",
    "53300, TRANSIENT", "53100, TRANSIENT", "25P03, TRANSIENT", "25P04, TRANSIENT",
    "57014, CANCELLED", "FN001, FENCED_OUT", "FN002, PERMANENT", "42501, PERMISSION",
    "42P01, PERMANENT", "23505, PERMANENT", "22012, PERMANENT", "XX000, PERMANENT"
  })
  void isKnownByItsSqlstate(String state, SqlFailure failure) {
    assertThat(SqlFailure.of(new SQLException("text", state))).isEqualTo(failure);
  }

  /** Flyway's clean-up on a lost connection wraps the failure into its own. */
  @Test
  void theDeepestCounts() {
    SQLException deepest = new SQLException("lock", "55P03");
    RuntimeException wrapped =
        new IllegalStateException(new SQLException("outer", "0A000", deepest));

    assertThat(SqlFailure.of(wrapped)).isEqualTo(SqlFailure.LOCK_TIMEOUT);
    assertThat(SqlFailure.deepest(wrapped) == deepest).isTrue();
    assertThat(SqlFailure.of(new IllegalStateException("no SQL at all")))
        .isEqualTo(SqlFailure.PERMANENT);
  }
}
