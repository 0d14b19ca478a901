package dev.memdb.controller;

import dev.memdb.api.EnvironmentSpec;
import dev.memdb.migration.MigrationSet;
import dev.memdb.observe.Memory;
import dev.memdb.observe.ResourceView;
import dev.memdb.plan.Basis;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A look at a database, or a run in it: what it is about.
 *
 * @param view the resource as it was when the task was planned
 * @param environment one of its environments
 * @param set its migration set; empty: none now
 * @param memory where the result goes
 * @param done called when there is a result
 */
record Task(
    ResourceView view,
    EnvironmentSpec environment,
    Optional<MigrationSet> set,
    Memory memory,
    Consumer<String> done) {
  /** For people. */
  String name() {
    return view.id() + "/" + environment.name();
  }

  /** A resource that was created again under the same name is another one. */
  String key() {
    return view.uid() + "/" + environment.name();
  }

  String address() {
    return view.address(environment);
  }

  Basis basis() {
    return new Basis(view.generation(), set.map(MigrationSet::digest), view.requestedAt());
  }
}
