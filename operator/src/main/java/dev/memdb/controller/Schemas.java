package dev.memdb.controller;

import dev.memdb.api.EnvironmentSpec;
import dev.memdb.apply.Canon;
import dev.memdb.apply.Databases;
import dev.memdb.observe.ConnectionDataException;
import dev.memdb.observe.ConnectionReader;
import dev.memdb.observe.Observer;
import dev.memdb.observe.ResourceView;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.Parity;
import dev.memdb.plan.Sighting;
import dev.memdb.plan.Source;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Endpoint;
import dev.memdb.schema.Difference;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names what differs between two environments at one version. Equal fingerprints need no names;
 * only when they differ are both catalogs read, once per pair of fingerprints.
 */
final class Schemas {
  /** Lines that a status has room for. */
  private static final int SHOWN = 5;

  private final Databases databases;
  private final ConnectionReader secrets;

  Schemas(Databases databases, ConnectionReader secrets) {
    this.databases = databases;
    this.secrets = secrets;
  }

  /**
   * Compares one environment with its neighbours.
   *
   * @param task the look or run that has ended
   * @param sighting what it has seen, not remembered yet
   */
  void compare(Task task, Optional<Sighting> sighting, Instant now) {
    if (sighting.isEmpty()) {
      return;
    }
    String name = task.environment().name();
    List<EnvironmentObservation> environments =
        remembered(task, now).stream()
            .map(e -> e.name().equals(name) ? with(e, sighting) : e)
            .toList();
    for (Observer.Pair pair : differing(task, environments)) {
      if (task.memory().needs(pair.key())) {
        compare(task, pair);
      }
    }
  }

  /**
   * Compares an environment whose sighting is remembered by now. Two looks that end at the same
   * moment do not see each other's result before: the one that is remembered last finds both here.
   */
  void compareRest(Task task, Instant now) {
    for (Observer.Pair pair : differing(task, remembered(task, now))) {
      if (!task.memory().knows(pair.key())) {
        compare(task, pair);
      }
    }
  }

  /**
   * What the migrations have made in the environments that go first.
   *
   * @param cluster identifies the Kubernetes cluster
   * @throws SQLException of a kind that passes, when one cannot be read
   */
  List<Canon.Made> made(Task task, String cluster) throws SQLException {
    ResourceView view = task.view();
    List<Canon.Made> made = new ArrayList<>();
    for (EnvironmentSpec first : view.environments()) {
      if (!ResourceView.after(task.environment()).contains(first.name())) {
        continue;
      }
      try {
        databases
            .made(
                endpoint(view, first.name()),
                view.claim(cluster, first),
                "memdb/parity/" + view.id(),
                view.schemas())
            .ifPresent(made::add);
      } catch (ConnectionDataException | ConnectException | SQLException e) {
        throw new SQLException(
            "the schema of %s, which goes first, could not be read: %s"
                .formatted(first.name(), e.getMessage()),
            "08000");
      }
    }
    return made;
  }

  private static List<EnvironmentObservation> remembered(Task task, Instant now) {
    // the source plays no part in what can be compared
    return Observer.observe(task.view(), null, new Source.Waiting(""), Map.of(), task.memory(), now)
        .environments();
  }

  private static List<Observer.Pair> differing(
      Task task, List<EnvironmentObservation> environments) {
    String name = task.environment().name();
    return Observer.pairs(environments).stream()
        .filter(p -> p.reference().name().equals(name) || p.environment().name().equals(name))
        .filter(p -> !p.same())
        .toList();
  }

  private static EnvironmentObservation with(
      EnvironmentObservation e, Optional<Sighting> sighting) {
    return new EnvironmentObservation(
        e.name(),
        e.mode(),
        e.suspended(),
        e.after(),
        sighting,
        e.activity(),
        e.setback(),
        e.suspect(),
        e.fill());
  }

  /** A comparison that fails is told like a mismatch: parity is proven or it is not there. */
  private void compare(Task task, Observer.Pair pair) {
    ResourceView view = task.view();
    try {
      Databases.Comparison found =
          databases.compare(
              endpoint(view, pair.reference().name()),
              endpoint(view, pair.environment().name()),
              "memdb/parity/" + view.id(),
              view.schemas());
      List<Difference> differences = found.blocking();
      Parity.Mismatch mismatch =
          mismatch(
              pair,
              differences.size(),
              differences.stream().limit(SHOWN).map(Difference::describe).toList(),
              found.onlyDrift());
      task.memory().compared(pair.key(), Optional.of(mismatch).filter(m -> !differences.isEmpty()));
    } catch (ConnectionDataException | ConnectException | SQLException e) {
      List<String> why = List.of("the schemas could not be compared: " + e.getMessage());
      task.memory().notCompared(pair.key(), mismatch(pair, 1, why, false));
    }
  }

  private static Parity.Mismatch mismatch(
      Observer.Pair pair, int count, List<String> lines, boolean onlyDrift) {
    return new Parity.Mismatch(
        pair.reference().name(),
        pair.environment().name(),
        pair.version(),
        count,
        lines,
        onlyDrift);
  }

  private Endpoint endpoint(ResourceView view, String environment) throws ConnectionDataException {
    EnvironmentSpec spec =
        view.environments().stream()
            .filter(e -> e.name().equals(environment))
            .findFirst()
            .orElseThrow();
    return secrets.read(view.namespace(), spec.connection());
  }
}
