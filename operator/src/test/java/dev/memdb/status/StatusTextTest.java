package dev.memdb.status;

import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Condition;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.Reason;
import dev.memdb.plan.Environment;
import dev.memdb.plan.Samples;
import dev.memdb.plan.Scene;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  @Test
  void theSummaryIsAlignedAndBeginsOnItsOwnLine() {
    Told told = Told.by(Scene.of(staging().at(7), production().at(5)));

    assertThat(told.status().summary())
        .isEqualTo(
            """

            staging     7  Ready      UpToDate
            production  5  Migrating  Migrating  pending: 6, 7""");
    assertThat(told.status().versions()).isEqualTo("staging=7 production=5");
  }

  @Test
  void anUnknownVersionIsADash() {
    Told told = Told.by(Scene.of(staging().at(0), production()));

    assertThat(told.status().versions()).isEqualTo("staging=- production=-");
    assertThat(told.environment("staging").version()).isNull();
  }

  @Test
  void noMoreThanTenPendingVersionsAreListed() {
    EnvironmentStatus staging =
        Told.by(Scene.of(staging().at(0)).set(Samples.set(30)).target("30")).environment("staging");

    assertThat(staging.pending()).hasSize(10).startsWith("1").endsWith("10");
    assertThat(staging.note()).isEqualTo("to apply: 30 versions, 1 to 30");
  }

  @Test
  void noMoreThanFiveLinesOfDriftAreListed() {
    String[] lines = Collections.nCopies(8, "x".repeat(2000)).toArray(String[]::new);
    EnvironmentStatus staging =
        Told.by(Scene.of(staging().at(7).drift(lines))).environment("staging");

    assertThat(staging.schema().drift()).hasSize(5).allMatch(line -> line.length() == Texts.LINE);
    assertThat(staging.schema().differences()).isEqualTo(8);
  }

  @Test
  void everythingHasABound() {
    String endless = "\uD83D\uDE00".repeat(50_000);
    Environment[] environments =
        IntStream.range(0, 16)
            .mapToObj(
                i ->
                    new Environment("environment-with-a-long-name-" + (char) ('a' + i))
                        .after(i == 0 ? new String[0] : new String[] {before(i)})
                        .refused(Reason.PERMISSION_DENIED, endless))
            .toArray(Environment[]::new);

    Told told = Told.by(Scene.of(environments).hold(endless));

    assertThat(told.status().environments())
        .hasSize(16)
        .allSatisfy(e -> assertThat(e.note()).hasSizeLessThanOrEqualTo(Texts.NOTE));
    assertThat(told.status().conditions())
        .extracting(Condition::message)
        .allSatisfy(m -> assertThat(m).hasSizeLessThanOrEqualTo(Texts.MESSAGE))
        .noneSatisfy(m -> assertThat(m).matches(".*[\\uD800-\\uDBFF]\u2026$"));
  }

  private static String before(int i) {
    return "environment-with-a-long-name-" + (char) ('a' + i - 1);
  }

  @Test
  void durationsAreShort() {
    assertThat(Texts.duration(Duration.ofMillis(340))).isEqualTo("340ms");
    assertThat(Texts.duration(Duration.ofMillis(1240))).isEqualTo("1.2s");
    assertThat(Texts.duration(Duration.ofSeconds(200))).isEqualTo("3m20s");
  }
}
