package dev.memdb.plan;

import static dev.memdb.plan.PlannerCase.when;
import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decision table of {@link Planner}, part 1: the way of a change. */
class PlannerPromotionTest {

  static final List<PlannerCase> TABLE =
      List.of(
          // a new resource
          when("nobody has looked yet", Scene.of(staging(), production()))
              .then("staging: look, Unknown/Checking", "production: look, Unknown/Checking"),
          when("a new resource", Scene.of(staging(), production()).shown(Shown.NOTHING))
              .then("staging: migrate to 7, Migrating/Migrating")
              .then("production: look, Unknown/Checking"),
          when(
                  "a new resource whose target does not exist",
                  Scene.of(staging()).shown(Shown.NOTHING).target("12"))
              .then("staging: look, Unknown/Checking"),
          when(
                  "a new resource that only observes",
                  Scene.of(staging().observed()).shown(Shown.NOTHING))
              .then("staging: look, Unknown/Checking"),
          when("a look is under way", Scene.of(staging().looking()))
              .then("staging: nothing, Unknown/Checking"),

          // the way of a change
          when("staging first", Scene.of(staging().at(5), production().at(5)))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)")
              .noting("production", "waits: staging is not at version 7; to apply: 6, 7"),
          when(
                  "staging at work",
                  Scene.of(staging().at(5).running("V6__step.sql:3"), production().at(5)))
              .then("staging: nothing, Migrating/Migrating (6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)")
              .noting("staging", "at V6__step.sql:3")
              .noting("production", "waits: staging is being migrated"),
          when("production follows", Scene.of(staging().at(7), production().at(5)))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: migrate to 7, Migrating/Migrating (6, 7)"),
          when(
                  "all at the target",
                  Scene.of(staging().at(7), production().at(7)).equal("staging", "production"))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 290s, Ready/UpToDate"),
          when(
                  "the interval is over",
                  Scene.of(staging().at(7).seen(Scene.INTERVAL), production().at(7)))
              .then("staging: look, Ready/UpToDate")
              .then("production: wait 290s, Ready/UpToDate"),
          when(
                  "staging was seen too long ago to be a proof",
                  Scene.of(staging().at(7).seen(Scene.INTERVAL), production().at(5)))
              .then("staging: look, Ready/UpToDate")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)")
              .noting("production", "waits: staging is being looked at once more"),
          when("staging has not been seen", Scene.of(staging(), production().at(5)))
              .then("staging: look, Unknown/Checking")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)"),
          when(
                  "staging was restored from an old backup",
                  Scene.of(staging().at(3), production().at(7)))
              .then("staging: migrate to 7, Migrating/Migrating (4, 5, 6, 7)")
              .then("production: wait 290s, Ready/UpToDate"),
          when(
                  "a check after COMMIT is outstanding",
                  Scene.of(staging().at(7).unverified("7"), production().at(6)))
              .then("staging: migrate to 7, Migrating/Migrating")
              .then("production: wait 290s, Waiting/AwaitingPromotion (7)")
              .noting("staging", "to verify: 7"),
          when(
                  "three in a row, the second one is behind",
                  Scene.of(
                      new Environment("production").after("qa").at(5),
                      new Environment("qa").after("staging").at(5),
                      staging().at(7)))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("qa: migrate to 7, Migrating/Migrating (6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)"),

          // ahead of the target
          when("a lower target", Scene.of(staging().at(7), production().at(7)).target("5"))
              .then("staging: wait 290s, Ready/AheadOfTarget")
              .then("production: wait 290s, Ready/AheadOfTarget")
              .noting("staging", "at version 7, ahead of target 5", "nothing is undone"),
          when(
                  "staging ahead, production behind",
                  Scene.of(staging().at(7), production().at(5)).target("6"))
              .then("staging: wait 290s, Ready/AheadOfTarget")
              .then("production: migrate to 6, Migrating/Migrating (6)"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void decides(PlannerCase situation) {
    situation.verify();
  }
}
