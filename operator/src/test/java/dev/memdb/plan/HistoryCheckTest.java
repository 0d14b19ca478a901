package dev.memdb.plan;

import static dev.memdb.plan.HistoryCase.on;
import static dev.memdb.plan.Samples.applied;
import static dev.memdb.plan.Samples.failed;
import static dev.memdb.plan.Samples.history;
import static dev.memdb.plan.Samples.known;
import static dev.memdb.plan.Samples.ledger;
import static dev.memdb.plan.Samples.row;
import static dev.memdb.plan.Samples.set;
import static dev.memdb.plan.Samples.v;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.ledger.HistoryRow;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decision table of {@link HistoryCheck}: a database and a set, and what follows. */
class HistoryCheckTest {

  static final List<HistoryCase> TABLE =
      List.of(
          // the way
          on("an empty database").says("pending 1, 2, 3, 4, 5, 6, 7"),
          on("a database at 5").with(history(5)).says("pending 6, 7"),
          on("a target in the middle").with(history(3)).target("5").says("pending 4, 5"),
          on("a database at the target").with(history(7)).says("up to date at 7"),
          on("a target in other words").with(history(7)).target("7.0").says("up to date at 7"),
          on("a lower target").with(history(7)).target("5").says("ahead at 7"),
          on("a target of nothing").target("0").says("refused TargetVersionNotFound"),

          // markers of Flyway
          on("a schema marker")
              .with(schemaMarker(), applied(2, "1"))
              .set(set(1))
              .target("1")
              .says("up to date at 1"),
          on("a baseline").with(row(1, "3", "BASELINE", true)).says("pending 4, 5, 6, 7"),
          on("a baseline at the target")
              .with(row(1, "7", "BASELINE", true))
              .says("up to date at 7"),
          on("a deleted row")
              .with(plus(history(5), row(6, "5", "DELETE", true)))
              .says("pending 5, 6, 7"),
          on("a deleted failure")
              .with(plus(history(5), failed(6, "6"), row(7, "6", "DELETE", true)))
              .says("pending 6, 7"),
          on("a failure that was done again")
              .with(plus(history(5), failed(6, "6"), applied(7, "6")))
              .says("pending 7"),
          on("rows that come unsorted")
              .with(applied(2, "2"), applied(1, "1"))
              .set(set(2))
              .target("2")
              .says("up to date at 2"),

          // refusals
          on("a failed row")
              .with(plus(history(5), failed(6, "6")))
              .says("refused DirtyHistory")
              .telling(
                  "version 6 (V6__step.sql)",
                  "row 6 of memdb.history",
                  "DELETE FROM memdb.history WHERE installed_rank = 6 AND NOT success;"),
          on("a changed file")
              .with(plus(history(2), changed(3, "3")))
              .says("refused ChecksumMismatch")
              .telling(
                  "V3__step.sql was changed",
                  "checksum 42 in memdb.history, " + Samples.checksum("3") + " of the file",
                  "Restore the file"),
          on("a changed file that Flyway's checksum does not see")
              .with(history(3))
              .knowing(known("3", "another"))
              .says("refused ChecksumMismatch")
              .telling("sha256 another when it was applied, " + Samples.sha256("3") + " now"),
          on("a row without a checksum")
              .with(new HistoryRow(1, v("1"), "step", "SQL", "V1__step.sql", null, true))
              .set(set(1))
              .target("1")
              .says("up to date at 1"),
          on("a version that came too late")
              .with(plus(history(2), applied(3, "4")))
              .says("refused HistoryGap")
              .telling("version 3 (V3__step.sql) was never applied", "already at 4"),
          on("a version that came too late, far below the target")
              .set(set("1", "2", "2.5", "3"))
              .with(history(3))
              .target("3")
              .says("refused HistoryGap")
              .telling("version 2.5"),
          on("a file that is gone")
              .set(set("1", "3"))
              .with(history(3))
              .target("3")
              .says("refused HistoryGap")
              .telling("version 2 (V2__step.sql) is applied", "has no file for it"),
          on("a file that is gone, of a version before the baseline")
              .set(set("3", "4"))
              .with(applied(1, "1"), row(2, "2", "BASELINE", true))
              .target("4")
              .says("pending 3, 4"),
          on("a newer version that the ledger knows")
              .with(history(9))
              .knowing(ledger(9))
              .says("ahead at 9"),
          on("a newer version that nobody knows")
              .with(history(8))
              .knowing(ledger(7))
              .says("refused UnknownVersion")
              .telling("the database has version 8", "ends at 7"),
          on("a baseline beyond the set")
              .with(row(1, "9", "BASELINE", true))
              .says("refused UnknownVersion"),
          on("a target that does not exist")
              .with(history(5))
              .target("12")
              .says("refused TargetVersionNotFound")
              .telling("\"12\" is not in ConfigMap recall-migrations, whose latest version is 7"),
          on("a target between two versions")
              .with(history(5))
              .target("6.5")
              .says("refused TargetVersionNotFound"),
          on("a target that does not exist, but is passed already")
              .with(history(7))
              .target("6.5")
              .says("ahead at 7"),
          on("a target beyond the set that was reached with a larger set")
              .with(history(9))
              .knowing(ledger(9))
              .target("9")
              .says("up to date at 9"),

          // what is told first
          on("a failed row before a changed file")
              .with(plus(history(2), changed(3, "3"), failed(4, "4")))
              .says("refused DirtyHistory"),
          on("a changed file before a gap")
              .with(changed(1, "1"), applied(2, "3"))
              .says("refused ChecksumMismatch"),
          on("a gap before a missing target")
              .with(applied(1, "1"), applied(2, "3"))
              .target("12")
              .says("refused HistoryGap"),

          // checks after COMMIT
          on("an unverified version")
              .with(history(7))
              .unverified("7")
              .says("pending nothing, to verify 7"),
          on("an unverified version below the target")
              .with(history(6))
              .unverified("6")
              .says("pending 7, to verify 6"),

          // somebody else migrates it
          on("an observed database at 5").observed().with(history(5)).says("its owner, for 6, 7"),
          on("an observed database at the target")
              .observed()
              .with(history(7))
              .unverified("7")
              .says("up to date at 7"),
          on("an observed database with a failure")
              .observed()
              .with(failed(1, "1"))
              .says("refused DirtyHistory"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void decides(HistoryCase given) {
    HistoryVerdict verdict =
        HistoryCheck.check(given.set, v(given.target), given.mode, given.facts());

    assertThat(inWords(verdict)).isEqualTo(given.expected);
    if (verdict instanceof HistoryVerdict.Refused refused) {
      assertThat(given.told).allSatisfy(part -> assertThat(refused.message()).contains(part));
    }
  }

  private static String inWords(HistoryVerdict verdict) {
    if (verdict instanceof HistoryVerdict.UpToDate upToDate) {
      return "up to date at " + upToDate.current();
    }
    if (verdict instanceof HistoryVerdict.Ahead ahead) {
      return "ahead at " + ahead.current();
    }
    if (verdict instanceof HistoryVerdict.AwaitingOwner owner) {
      return "its owner, for " + Notes.versions(owner.missing());
    }
    if (verdict instanceof HistoryVerdict.Pending pending) {
      String versions =
          pending.versions().isEmpty() ? "nothing" : Notes.versions(pending.versions());
      return "pending "
          + versions
          + (pending.unverified().isEmpty()
              ? ""
              : ", to verify " + Notes.versions(pending.unverified()));
    }
    return "refused " + ((HistoryVerdict.Refused) verdict).reason().text();
  }

  private static HistoryRow schemaMarker() {
    return new HistoryRow(1, null, "<< Flyway Schema Creation >>", "SCHEMA", "memdb", null, true);
  }

  private static HistoryRow changed(int rank, String version) {
    return new HistoryRow(rank, v(version), "step", "SQL", "V" + version + ".sql", 42, true);
  }

  private static HistoryRow[] plus(List<HistoryRow> rows, HistoryRow... more) {
    return Stream.concat(rows.stream(), Stream.of(more)).toArray(HistoryRow[]::new);
  }
}
