package dev.memdb.status;

import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import dev.memdb.plan.Scene;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What tools that know nothing of us conclude from the status, by the rules of kstatus. */
class KstatusTest {

  /** Every reason that a look can bring, in the one or the other environment. */
  static Stream<Arguments> reasons() {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.severity() != Severity.READY)
        .flatMap(
            reason ->
                Stream.of(
                    Arguments.of(
                        reason, Scene.of(staging().refused(reason, "x"), production().at(7))),
                    Arguments.of(
                        reason, Scene.of(staging().at(7), production().refused(reason, "x")))));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void everyReasonIsInProgressOrFailed(Reason reason, Scene scene) {
    Told told = Told.by(scene);

    assertThat(conclusion(told, 1))
        .isEqualTo(reason.severity() == Severity.STALLED ? "Failed" : "InProgress");
    assertThat(told.condition(ConditionType.READY).reason()).isEqualTo(reason.text());
    assertThat(summaries(told)).as("exactly one is True").hasSize(1);
  }

  @Test
  void readyIsCurrent() {
    Told told = Told.by(Scene.of(staging().at(7)));

    assertThat(conclusion(told, 1)).isEqualTo("Current");
    assertThat(summaries(told)).containsExactly("Ready");
  }

  @Test
  void anUnseenChangeOfTheSpecIsInProgress() {
    assertThat(conclusion(Told.by(Scene.of(staging().at(7))), 2)).isEqualTo("InProgress");
  }

  @Test
  void everyConditionSaysWhichSpecItJudged() {
    Told told = Told.by(Scene.of(staging().at(7), production()).generation(4));

    assertThat(told.status().conditions())
        .extracting(Condition::observedGeneration)
        .containsOnly(4L);
  }

  private static List<String> summaries(Told told) {
    return Stream.of(ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED)
        .filter(type -> isTrue(told, type))
        .map(ConditionType::text)
        .toList();
  }

  private static String conclusion(Told told, long generation) {
    if (told.status().observedGeneration() != generation) {
      return "InProgress";
    }
    if (isTrue(told, ConditionType.STALLED)) {
      return "Failed";
    }
    return !isTrue(told, ConditionType.RECONCILING) && isTrue(told, ConditionType.READY)
        ? "Current"
        : "InProgress";
  }

  private static boolean isTrue(Told told, ConditionType type) {
    return told.find(type).filter(c -> c.status().equals("True")).isPresent();
  }
}
