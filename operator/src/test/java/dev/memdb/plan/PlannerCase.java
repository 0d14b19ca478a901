package dev.memdb.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One row of the decision table of {@link Planner}. */
final class PlannerCase {
  private final String name;
  private final Scene scene;
  private final List<String> expected = new ArrayList<>();
  private final Map<String, List<String>> notes = new LinkedHashMap<>();
  private List<String> cause = List.of();

  private PlannerCase(String name, Scene scene) {
    this.name = name;
    this.scene = scene;
  }

  static PlannerCase when(String name, Scene scene) {
    return new PlannerCase(name, scene);
  }

  /** In the order of the plan: {@code name: step, State/Reason (pending)}. */
  PlannerCase then(String... environments) {
    expected.addAll(List.of(environments));
    return this;
  }

  PlannerCase noting(String environment, String... parts) {
    notes.put(environment, List.of(parts));
    return this;
  }

  PlannerCase causing(String... parts) {
    cause = List.of(parts);
    return this;
  }

  void verify() {
    Plan plan = scene.plan();
    Instant now = scene.observation().now();
    assertThat(plan.environments().stream().map(environment -> inWords(environment, now)))
        .containsExactlyElementsOf(expected);
    notes.forEach((environment, parts) -> assertContains(note(plan, environment), parts));
    assertContains(plan.causes().isEmpty() ? "" : plan.causes().get(0).message(), cause);
  }

  private static void assertContains(String text, List<String> parts) {
    assertThat(parts).allSatisfy(part -> assertThat(text).contains(part));
  }

  private static String note(Plan plan, String environment) {
    return plan.environments().stream()
        .filter(e -> e.name().equals(environment))
        .map(e -> e.standing().note())
        .findFirst()
        .orElseThrow();
  }

  private static String inWords(EnvironmentPlan plan, Instant now) {
    return "%s: %s, %s/%s%s%s"
        .formatted(
            plan.name(),
            inWords(plan.step(), now),
            titleCase(plan.standing().state().name()),
            plan.standing().reason().text(),
            plan.pending().isEmpty() ? "" : " (" + Notes.versions(plan.pending()) + ")",
            inWords(plan.job()));
  }

  /** Whether others are kept or removed is told by tests of their own. */
  private static String inWords(JobWish wish) {
    return wish instanceof JobWish.Wanted wanted
        ? ", job %s.%d%s"
            .formatted(wanted.version(), wanted.attempt(), wanted.suspended() ? " suspended" : "")
        : "";
  }

  private static String inWords(Step step, Instant now) {
    if (step instanceof Step.Migrate migrate) {
      return "migrate to " + migrate.to();
    }
    if (step instanceof Step.Wait wait) {
      return "wait " + Duration.between(now, wait.until()).toSeconds() + "s";
    }
    if (step instanceof Step.Stop) {
      return "stop";
    }
    return step instanceof Step.Look ? "look" : "nothing";
  }

  private static String titleCase(String constant) {
    return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name;
  }
}
