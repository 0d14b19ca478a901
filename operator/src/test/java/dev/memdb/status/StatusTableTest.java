package dev.memdb.status;

import static dev.memdb.api.ConditionType.DRIFT_FREE;
import static dev.memdb.api.ConditionType.READY;
import static dev.memdb.api.ConditionType.RECONCILING;
import static dev.memdb.api.ConditionType.SCHEMA_PARITY;
import static dev.memdb.api.ConditionType.SOURCE_READY;
import static dev.memdb.api.ConditionType.STALLED;
import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import dev.memdb.plan.Environment;
import dev.memdb.plan.Parity;
import dev.memdb.plan.Samples;
import dev.memdb.plan.Scene;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each situation makes of the conditions, and what the message says about it. */
class StatusTableTest {

  static final List<Row> TABLE =
      List.of(
          row("nobody has looked yet", Scene.of(staging(), production()))
              .ready("False/Checking")
              .others("True/Resolved", "Unknown/Checking", "Unknown/Checking")
              .saying("staging and production (Checking since 2026-03-01T10:00:00Z): not looked"),
          row("all is well", bothAt(7).equal("staging", "production"))
              .ready("True/UpToDate")
              .others("True/Resolved", "True/NoDrift", "True/SchemasEqual")
              .saying("staging and production are equal at version 7 (sha256:5ca1ab1e)"),
          row("one environment only", Scene.of(staging().at(7)))
              .ready("True/UpToDate")
              .others("True/Resolved", "True/NoDrift", "True/SchemasEqual")
              .saying("there is one environment only: version 7"),
          row("all at the target, not compared yet", bothAt(7))
              .ready("False/Checking")
              .others("True/Resolved", "True/NoDrift", "Unknown/Checking")
              .saying("the schemas are being compared"),
          row("compared, but not all of them", bothAt(7).equal("staging"))
              .ready("False/Checking")
              .others("True/Resolved", "True/NoDrift", "Unknown/Checking"),
          row(
                  "migrating staging",
                  Scene.of(staging().at(5).running("V6__step.sql:3"), production().at(5)))
              .ready("False/Migrating")
              .others("True/Resolved", "True/NoDrift", "Unknown/Migrating")
              .saying("staging (Migrating since 2026-03-01T10:00:00Z): at V6__step.sql:3"),
          row("migrating production", Scene.of(staging().at(7), production().at(5)))
              .ready("False/Migrating")
              .others("True/Resolved", "True/NoDrift", "Unknown/Migrating")
              .saying("production (Migrating since 2026-03-01T10:00:00Z): to apply: 6, 7"),
          row(
                  "staging is unreachable",
                  Scene.of(staging().refused(Reason.UNREACHABLE, "no route"), production().at(5)))
              .ready("False/Unreachable")
              .others("True/Resolved", "Unknown/Unreachable", "Unknown/Unreachable")
              .saying("staging (Unreachable since 2026-03-01T10:00:00Z): no route"),
          row(
                  "a lock is waited for",
                  Scene.of(
                      staging()
                          .at(5)
                          .setback(
                              Reason.LOCK_TIMEOUT_RETRYING, "blocked", 2, Duration.ofMinutes(1))))
              .ready("False/LockTimeoutRetrying")
              .others("True/Resolved", "True/NoDrift", "True/SchemasEqual"),
          row("ahead", bothAt(7).target("5").equal("staging", "production"))
              .ready("True/AheadOfTarget")
              .others("True/Resolved", "True/NoDrift", "True/SchemasEqual")
              .saying("staging and production: at version 7, ahead of target 5"),
          row(
                  "ahead at different versions",
                  Scene.of(staging().at(7), production().at(6)).target("5"))
              .ready("True/AheadOfTarget")
              .others("True/Resolved", "True/NoDrift", "False/AheadOfTarget")
              .saying("production: at version 6, ahead of target 5"),
          row("held", bothAt(7).equal("staging", "production").hold("incident 12"))
              .suspended("Held")
              .others("True/Resolved", "True/NoDrift", "True/SchemasEqual")
              .saying("held by annotation memdb.dev/hold (incident 12)"),
          row("suspended", bothAt(5).equal("staging", "production").suspend())
              .suspended("Suspended")
              .others("True/Resolved", "True/NoDrift", "True/SchemasEqual")
              .saying("spec.suspend is true"),
          row(
                  "one environment is suspended",
                  Scene.of(staging().at(7), production().at(5).suspend()))
              .suspended("Suspended")
              .others("True/Resolved", "True/NoDrift", "Unknown/Suspended")
              .saying("production (Suspended since 2026-03-01T10:00:00Z): suspended; to apply"),
          row("a missing source", bothAt(5).withoutSource("ConfigMap recall-migrations not found"))
              .ready("False/AwaitingSource")
              .others("False/AwaitingSource", "True/NoDrift", "Unknown/Checking")
              .saying("ConfigMap recall-migrations not found"),
          row("a bad source", bothAt(5).refusedSource("V3.sql: no version in the name"))
              .stalled("InvalidMigrationSet")
              .others("False/InvalidMigrationSet", "True/NoDrift", "Unknown/Checking")
              .saying("V3.sql: no version in the name"),
          row("a target that does not exist", bothAt(5).target("12"))
              .stalled("TargetVersionNotFound")
              .others("False/TargetVersionNotFound", "True/NoDrift", "Unknown/Checking")
              .saying("staging and production (TargetVersionNotFound since"),
          row(
                  "a wrong password",
                  Scene.of(
                      staging().at(7), production().refused(Reason.AUTHENTICATION_FAILED, "28P01")))
              .stalled("AuthenticationFailed")
              .others(
                  "True/Resolved", "Unknown/AuthenticationFailed", "Unknown/AuthenticationFailed")
              .saying("production (AuthenticationFailed since 2026-03-01T10:00:00Z): 28P01"),
          row(
                  "the worst is told, not the rest",
                  Scene.of(
                      staging().refused(Reason.UNREACHABLE, "no route"),
                      production().refused(Reason.TLS_FAILED, "expired")))
              .stalled("TlsFailed")
              .others("True/Resolved", "Unknown/Unreachable", "Unknown/Unreachable")
              .saying("production (TlsFailed since 2026-03-01T10:00:00Z): expired"),
          row(
                  "two problems are both told",
                  Scene.of(
                      staging().refused(Reason.SECRET_NOT_FOUND, "no Secret"),
                      production().refused(Reason.TLS_FAILED, "expired")))
              .stalled("SecretNotFound")
              .others("True/Resolved", "Unknown/SecretNotFound", "Unknown/SecretNotFound")
              .saying("): no Secret. production (TlsFailed"),
          row(
                  "held, and something is wrong",
                  Scene.of(staging().refused(Reason.TLS_FAILED, "expired")).hold("incident 12"))
              .stalled("TlsFailed")
              .others("True/Resolved", "Unknown/TlsFailed", "Unknown/TlsFailed"),
          row("drift", Scene.of(staging().at(7), production().at(7).drift("index a", "index b")))
              .stalled("DriftDetected")
              .others("True/Resolved", "False/DriftDetected", "Unknown/Checking")
              .saying("production (DriftDetected since", "2 objects were changed by hand: index a"),
          row(
                  "drift that is only reported",
                  Scene.of(staging().at(7), production().at(7).drift("index a"))
                      .onDrift(DriftPolicy.REPORT)
                      .mismatch(mismatch(true)))
              .ready("True/UpToDate")
              .others("True/Resolved", "False/DriftDetected", "False/DriftDetected"),
          row("different schemas", bothAt(7).mismatch(mismatch(false)))
              .stalled("ParityMismatch")
              .others("True/Resolved", "True/NoDrift", "False/ParityMismatch")
              .saying(
                  "production (ParityMismatch since",
                  "at version 7 like staging, but differs from it in 7 objects"),
          row(
                  "a circle",
                  Scene.of(
                      staging().at(7),
                      new Environment("a").after("b").at(7),
                      new Environment("b").after("a").at(5)))
              .stalled("InvalidSpec")
              .others("True/Resolved", "True/NoDrift", "Unknown/InvalidSpec")
              .saying("goes round in a circle"),
          row("no environments at all", Scene.of())
              .stalled("InvalidSpec")
              .others("True/Resolved", "True/NoDrift", "Unknown/Checking")
              .saying("there are no environments"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void tells(Row row) {
    Told told = Told.by(row.scene());

    assertThat(Stream.of(READY, RECONCILING, STALLED).map(told::answer))
        .containsExactlyElementsOf(row.summary());
    assertThat(Stream.of(SOURCE_READY, DRIFT_FREE, SCHEMA_PARITY).map(told::answer))
        .containsExactlyElementsOf(row.rest());
    assertThat(row.parts())
        .allSatisfy(part -> assertThat(told.condition(READY).message()).contains(part));
  }

  private static Scene bothAt(int version) {
    return Scene.of(staging().at(version), production().at(version));
  }

  private static Parity.Mismatch mismatch(boolean onlyDrift) {
    return new Parity.Mismatch(
        "staging", "production", Samples.v("7"), 7, List.of("index a", "index b"), onlyDrift);
  }

  private static Row row(String name, Scene scene) {
    return new Row(name, scene, List.of(), List.of(), List.of());
  }

  record Row(
      String name, Scene scene, List<String> summary, List<String> rest, List<String> parts) {

    /** Ready, or working on it: then Reconciling is True with the same reason. */
    Row ready(String answer) {
      return answer.startsWith("True")
          ? summary(answer, "-", "-")
          : summary(answer, answer.replace("False", "True"), "-");
    }

    Row suspended(String reason) {
      return summary("False/" + reason, "True/" + reason, "-");
    }

    Row stalled(String reason) {
      return summary("False/" + reason, "-", "True/" + reason);
    }

    private Row summary(String... answers) {
      return new Row(name, scene, List.of(answers), rest, parts);
    }

    Row others(String... answers) {
      return new Row(name, scene, summary, List.of(answers), parts);
    }

    Row saying(String... texts) {
      return new Row(name, scene, summary, rest, List.of(texts));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
