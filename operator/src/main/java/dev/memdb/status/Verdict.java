package dev.memdb.status;

import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import dev.memdb.plan.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resource as a whole: the worst of what concerns all of it and of what its environments say.
 * Among equals, what concerns all goes first, then the environment that is promoted first.
 *
 * @param reason the documented cause
 * @param message which environments, what, since when, and what to do
 */
record Verdict(Reason reason, String message) {

  static Verdict of(List<Cause> causes, List<EnvironmentStatus> environments, Finding parity) {
    Severity worst =
        Stream.concat(
                causes.stream().map(Cause::reason),
                environments.stream().map(EnvironmentStatus::reason))
            .map(Reason::severity)
            .max(Comparator.naturalOrder())
            .orElse(Severity.READY);
    if (worst == Severity.READY) {
      return parity.is(Finding.Answer.UNKNOWN)
          ? new Verdict(Reason.CHECKING, parity.message())
          : ready(environments, parity);
    }
    List<Cause> general = causes.stream().filter(c -> c.reason().severity() == worst).toList();
    List<EnvironmentStatus> own = own(general, environments, worst);
    Reason reason = general.isEmpty() ? own.get(0).reason() : general.get(0).reason();
    return new Verdict(reason, Texts.bounded(message(general, own), Texts.MESSAGE));
  }

  Severity severity() {
    return reason.severity();
  }

  /**
   * Those that add something: not the ones that merely repeat a general cause, or wait for others.
   */
  private static List<EnvironmentStatus> own(
      List<Cause> general, List<EnvironmentStatus> environments, Severity worst) {
    Set<Reason> said = general.stream().map(Cause::reason).collect(Collectors.toSet());
    List<EnvironmentStatus> concerned =
        environments.stream()
            .filter(e -> e.reason().severity() == worst && !said.contains(e.reason()))
            .toList();
    List<EnvironmentStatus> acting =
        concerned.stream().filter(e -> e.reason() != Reason.AWAITING_PROMOTION).toList();
    return acting.isEmpty() && general.isEmpty() ? concerned : acting;
  }

  private static String message(List<Cause> general, List<EnvironmentStatus> own) {
    List<String> sentences = new ArrayList<>();
    general.forEach(cause -> sentences.add(cause.message()));
    Map<String, Set<String>> alike = new LinkedHashMap<>(); // what several say is said once
    own.forEach(
        e ->
            alike
                .computeIfAbsent(
                    " (%s since %s): %s".formatted(e.reason().text(), e.since(), e.note()),
                    n -> new LinkedHashSet<>())
                .add(e.name()));
    alike.forEach((said, names) -> sentences.add(String.join(" and ", names) + said));
    return sentences.stream().map(Verdict::withoutDot).collect(Collectors.joining(". "));
  }

  private static Verdict ready(List<EnvironmentStatus> environments, Finding parity) {
    Map<String, Set<String>> ahead = new LinkedHashMap<>();
    environments.stream()
        .filter(e -> e.reason() == Reason.AHEAD_OF_TARGET)
        .forEach(e -> ahead.computeIfAbsent(e.note(), n -> new LinkedHashSet<>()).add(e.name()));
    if (ahead.isEmpty()) {
      return new Verdict(Reason.UP_TO_DATE, Texts.bounded(parity.message(), Texts.MESSAGE));
    }
    String message =
        ahead.entrySet().stream()
            .map(e -> String.join(" and ", e.getValue()) + ": " + e.getKey())
            .collect(Collectors.joining(". "));
    return new Verdict(Reason.AHEAD_OF_TARGET, Texts.bounded(message, Texts.MESSAGE));
  }

  private static String withoutDot(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
