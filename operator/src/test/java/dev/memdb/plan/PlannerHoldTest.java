package dev.memdb.plan;

import static dev.memdb.plan.PlannerCase.when;
import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;

import dev.memdb.api.Reason;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decision table of {@link Planner}, part 2: what holds the whole resource. */
class PlannerHoldTest {

  static final List<PlannerCase> TABLE =
      List.of(
          // a person's wish
          when("held", Scene.of(staging().at(5), production().at(7)).hold("incident 12"))
              .then("staging: wait 290s, Suspended/Held (6, 7)")
              .then("production: wait 290s, Suspended/Held")
              .noting("staging", "held; to apply: 6, 7"),
          when("suspended", Scene.of(staging().at(5), production()).suspend())
              .then("staging: wait 290s, Suspended/Suspended (6, 7)")
              .then("production: look, Suspended/Suspended"),
          when(
                  "suspended, and there is a problem",
                  Scene.of(
                          staging().at(7).drift("x"),
                          production().refused(Reason.UNREACHABLE, "no"))
                      .suspend())
              .then("staging: wait 20s, Stalled/DriftDetected")
              .then("production: look, Suspended/Suspended")
              .noting("production", "suspended; no"),
          when(
                  "one environment is suspended",
                  Scene.of(staging().at(7), production().at(5).suspend()))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 290s, Suspended/Suspended (6, 7)"),
          when(
                  "staging is suspended, but proven",
                  Scene.of(staging().at(7).suspend(), production().at(5)))
              .then("staging: wait 290s, Suspended/Suspended")
              .then("production: migrate to 7, Migrating/Migrating (6, 7)"),
          when(
                  "held while a run is under way",
                  Scene.of(staging().at(5).running("V6__step.sql:3"), production().at(5))
                      .hold("incident 12"))
              .then("staging: stop, Suspended/Held (6, 7)")
              .then("production: wait 290s, Suspended/Held (6, 7)")
              .noting("staging", "held; the run under way is stopped, and rolled back"),
          when(
                  "one environment is suspended while a run is under way",
                  Scene.of(staging().at(7), production().at(5).running("V6").suspend()))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: stop, Suspended/Suspended (6, 7)"),
          when(
                  "the set is refused while a run is under way, which keeps its own",
                  Scene.of(staging().at(5).running("V6__step.sql:3")).refusedSource("x"))
              .then("staging: nothing, Migrating/Migrating"),

          // source and spec
          when(
                  "the ConfigMap is missing",
                  Scene.of(staging().at(5), production()).withoutSource("x"))
              .then("staging: wait 290s, Waiting/AwaitingSource")
              .then("production: look, Waiting/AwaitingSource")
              .noting("staging", "at version 5; waits for the migration set"),
          when("the set is refused", Scene.of(staging().at(5)).refusedSource("V3.sql: no version"))
              .then("staging: wait 290s, Stalled/InvalidMigrationSet")
              .noting("staging", "at version 5; waits until the migration set is corrected"),
          when(
                  "the set is refused, and so is the password",
                  Scene.of(staging().refused(Reason.AUTHENTICATION_FAILED, "28P01"))
                      .refusedSource("x"))
              .then("staging: look, Stalled/AuthenticationFailed"),
          when(
                  "the spec was written for a newer operator",
                  Scene.of(staging().at(5), production()).unknown("spec.environments[1].approval"))
              .then("staging: wait 290s, Stalled/InvalidSpec (6, 7)")
              .then("production: look, Stalled/InvalidSpec")
              .causing("does not know spec.environments[1].approval: upgrade the operator"),
          when("the target is no version", Scene.of(staging().at(5)).target("seven"))
              .then("staging: wait 290s, Stalled/InvalidSpec")
              .causing("spec.targetVersion \"seven\" is no version"),
          when(
                  "a circle",
                  Scene.of(
                      staging().at(7),
                      new Environment("a").after("c").at(7),
                      new Environment("b").after("a").at(5),
                      new Environment("c").after("b")))
              .then("a: wait 290s, Ready/UpToDate")
              .then("b: wait 290s, Stalled/InvalidSpec (6, 7)")
              .then("c: look, Stalled/InvalidSpec")
              .then("staging: wait 290s, Ready/UpToDate")
              .causing("goes round in a circle", "a waits for c waits for b waits for a"),
          when("an unknown name", Scene.of(staging().at(5), production().after("stagging").at(5)))
              .then("production: wait 290s, Stalled/InvalidSpec (6, 7)")
              .then("staging: wait 290s, Stalled/InvalidSpec (6, 7)")
              .causing("environment production waits for stagging"),
          when("no environments at all", Scene.of()).then().causing("there are no environments"),
          when("two go first", Scene.of(staging().at(5), new Environment("qa").at(5)))
              .then("qa: wait 290s, Stalled/InvalidSpec (6, 7)")
              .then("staging: wait 290s, Stalled/InvalidSpec (6, 7)")
              .causing("qa and staging have no promotion.after"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void decides(PlannerCase situation) {
    situation.verify();
  }
}
