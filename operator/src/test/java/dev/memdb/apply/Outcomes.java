package dev.memdb.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.migration.Version;
import dev.memdb.plan.Sighting;
import java.util.Arrays;
import java.util.List;

/** What a run or a look is expected to have ended in. */
final class Outcomes {
  private Outcomes() {}

  static RunResult.Done done(RunResult result, String... applied) {
    assertThat(result).isInstanceOf(RunResult.Done.class);
    assertThat(result.applied()).isEqualTo(versions(applied));
    assertThat(result.facts()).isPresent();
    return (RunResult.Done) result;
  }

  static String postponed(RunResult result, Reason reason, String... applied) {
    assertThat(result).isInstanceOf(RunResult.Postponed.class);
    RunResult.Postponed postponed = (RunResult.Postponed) result;
    assertThat(postponed.reason()).as(postponed.message()).isEqualTo(reason);
    assertThat(result.applied()).isEqualTo(versions(applied));
    return postponed.message();
  }

  static String stopped(RunResult result, Reason reason, String... applied) {
    assertThat(result).isInstanceOf(RunResult.Stopped.class);
    RunResult.Stopped stopped = (RunResult.Stopped) result;
    assertThat(stopped.reason()).as(stopped.message()).isEqualTo(reason);
    assertThat(result.applied()).isEqualTo(versions(applied));
    return stopped.message();
  }

  static void cancelled(RunResult result, String... applied) {
    assertThat(result).isInstanceOf(RunResult.Cancelled.class);
    assertThat(result.applied()).isEqualTo(versions(applied));
  }

  static String failed(Sighting sighting, Reason reason) {
    assertThat(sighting).isInstanceOf(Sighting.Failed.class);
    Sighting.Failed failed = (Sighting.Failed) sighting;
    assertThat(failed.reason()).as(failed.message()).isEqualTo(reason);
    return failed.message();
  }

  private static List<Version> versions(String... texts) {
    return Arrays.stream(texts).map(Version::of).toList();
  }
}
