package dev.memdb.plan;

import dev.memdb.api.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environments in the order in which they are promoted. The API server refuses most mistakes
 * already; those it cannot see, or that an older resource definition let pass, are found here.
 *
 * @param environments those that go first before those that follow; by name where that leaves a
 *     choice
 * @param problem what is wrong with the order; the environments are then listed by name
 */
record PromotionOrder(List<EnvironmentObservation> environments, Optional<Cause> problem) {

  static PromotionOrder of(List<EnvironmentObservation> environments) {
    Map<String, EnvironmentObservation> byName = new TreeMap<>();
    environments.forEach(environment -> byName.put(environment.name(), environment));
    List<EnvironmentObservation> sorted = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    List<EnvironmentObservation> wave = next(byName, placed);
    while (!wave.isEmpty()) {
      sorted.addAll(wave);
      wave.forEach(environment -> placed.add(environment.name()));
      wave = next(byName, placed);
    }
    Optional<Cause> problem = problem(byName, placed);
    return new PromotionOrder(
        problem.isEmpty() ? List.copyOf(sorted) : List.copyOf(byName.values()), problem);
  }

  /** Those that wait for nobody but the placed ones. */
  private static List<EnvironmentObservation> next(
      Map<String, EnvironmentObservation> byName, Set<String> placed) {
    return byName.values().stream()
        .filter(environment -> !placed.contains(environment.name()))
        .filter(environment -> placed.containsAll(environment.after()))
        .toList();
  }

  private static Optional<Cause> problem(
      Map<String, EnvironmentObservation> byName, Set<String> placed) {
    for (EnvironmentObservation environment : byName.values()) {
      for (String after : environment.after()) {
        if (!byName.containsKey(after)) {
          return invalid(
              "environment %s waits for %s, which is not an environment of this resource: correct"
                      .formatted(environment.name(), after)
                  + " promotion.after");
        }
      }
    }
    if (placed.size() < byName.size()) {
      return invalid(
          "promotion.after goes round in a circle, so nobody can begin: %s"
              .formatted(circle(byName, placed)));
    }
    List<String> first =
        byName.values().stream()
            .filter(EnvironmentObservation::first)
            .map(EnvironmentObservation::name)
            .toList();
    if (first.isEmpty()) {
      return invalid("there are no environments");
    }
    return first.size() == 1
        ? Optional.empty()
        : invalid(
            "%s have no promotion.after: exactly one environment goes first"
                .formatted(String.join(" and ", first)));
  }

  /**
   * Every environment that could not be placed waits for another such one, so a walk must meet
   * itself.
   */
  private static String circle(Map<String, EnvironmentObservation> byName, Set<String> placed) {
    Deque<String> walk = new ArrayDeque<>();
    String at =
        byName.keySet().stream().filter(name -> !placed.contains(name)).findFirst().orElseThrow();
    while (!walk.contains(at)) {
      walk.addLast(at);
      at =
          byName.get(at).after().stream()
              .filter(name -> !placed.contains(name))
              .findFirst()
              .orElseThrow();
    }
    while (!walk.getFirst().equals(at)) {
      walk.removeFirst();
    }
    return String.join(" waits for ", walk) + " waits for " + at;
  }

  private static Optional<Cause> invalid(String message) {
    return Optional.of(new Cause(Reason.INVALID_SPEC, message));
  }
}
