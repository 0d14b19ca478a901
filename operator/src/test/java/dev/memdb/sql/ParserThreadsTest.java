package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ParserThreadsTest {
  /** PostgreSQL looks ahead to the end of these openings at each of them. */
  private static final String SLOW = "/*".repeat(20_000) + "*/".repeat(20_000);

  @Test
  void aScriptThatTakesTooLongIsGivenUpAndItsThreadIsFreeAgain() throws Exception {
    var parser = new SqlParser(new ParserThreads(500));
    await().ignoreExceptions().until(() -> parser.parse("SELECT 1").size() == 1);
    for (int i = 0; i < 4; i++) {
      var e = catchThrowableOfType(SqlSyntaxException.class, () -> parser.parse(SLOW));
      assertThat(e).hasMessageContaining("takes longer than");
    }
    await().ignoreExceptions().until(() -> parser.parse("SELECT 1").size() == 1);
  }

  @Test
  void manyCallersGetTheirOwnAnswers() throws Exception {
    var callers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<List<Statement>>> calls = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String sql = i % 7 == 0 ? "SELEC " + i : "SELECT " + i + "; SELECT '" + i + "'";
        calls.add(() -> SqlParser.shared().parse(sql));
      }
      List<Future<List<Statement>>> answers = callers.invokeAll(calls);
      for (int i = 0; i < answers.size(); i++) {
        Future<List<Statement>> answer = answers.get(i);
        if (i % 7 == 0) {
          assertThat(answer)
              .failsWithin(Duration.ZERO)
              .withThrowableThat()
              .withCauseInstanceOf(SqlSyntaxException.class);
        } else {
          assertThat(answer.get())
              .extracting(Statement::text)
              .containsExactly("SELECT " + i, "SELECT '" + i + "'");
        }
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void anInterruptedCallerStopsWaiting() {
    var parser = new SqlParser(new ParserThreads(60_000));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> parser.parse(SLOW)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
