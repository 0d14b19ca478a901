package dev.memdb.plan;

import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.BackfillState;
import dev.memdb.ledger.HistoryRow;
import dev.memdb.ledger.LedgerRow;
import dev.memdb.migration.BackfillSpec;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Migration sets, and the histories and ledgers that belong to them. Version n is
 * V&lt;n&gt;__step.sql.
 */
public final class Samples {
  private static final Instant EPOCH = Instant.parse("2026-03-01T09:00:00Z");

  private Samples() {}

  public static Version v(String text) {
    return Version.of(text);
  }

  /** The set of versions 1 to {@code latest}. */
  public static MigrationSet set(int latest) {
    return set(IntStream.rangeClosed(1, latest).mapToObj(Integer::toString).toArray(String[]::new));
  }

  /** The set that ships with the operator, by its names. */
  public static MigrationSet memoryCore() {
    List<String> names =
        List.of(
            "foundation",
            "sources",
            "memories",
            "artifacts",
            "audit_events",
            "api_keys",
            "usage_events",
            "application_access",
            "memories_superseded_by",
            "memories_superseded_by_idx",
            "memories_superseded_by_rules",
            "memories_superseded_by_validated");
    return memoryCore(names, "sha256:3e8f1d");
  }

  /** The same with the versions that bring a column with data; 14 is the backfill. */
  public static MigrationSet memoryCoreWithBackfill() {
    List<String> names =
        new ArrayList<>(memoryCore().migrations().stream().map(m -> name(m)).toList());
    names.addAll(
        List.of(
            "memories_content_hash",
            "memories_content_hash_filled",
            "memories_content_hash_rule",
            "memories_content_hash_validated",
            "memories_content_hash_required",
            "memories_known_idx",
            "memories_content_hash_kept"));
    return withBackfill(memoryCore(names, "sha256:90b2ac"), "14");
  }

  private static String name(Migration m) {
    return m.description().replace(' ', '_');
  }

  private static MigrationSet memoryCore(List<String> names, String digest) {
    List<Migration> files =
        IntStream.rangeClosed(1, names.size())
            .mapToObj(n -> file("" + n, names.get(n - 1)))
            .toList();
    return new MigrationSet("bundled memory-core", digest, files);
  }

  public static MigrationSet set(String... versions) {
    List<Migration> files = Stream.of(versions).map(version -> file(version, "step")).toList();
    return new MigrationSet("ConfigMap recall-migrations", "sha256:set-" + versions.length, files);
  }

  /** The same set, where one version is a backfill. */
  public static MigrationSet withBackfill(MigrationSet set, String version) {
    return new MigrationSet(
        set.from(),
        set.digest(),
        set.migrations().stream()
            .map(m -> m.version().equals(v(version)) ? backfill(m) : m)
            .toList());
  }

  private static Migration backfill(Migration m) {
    BackfillSpec spec =
        new BackfillSpec(
            "memory",
            "memories",
            List.of(new BackfillSpec.Assignment("importance", "1.0")),
            null,
            null);
    return new Migration(
        m.version(),
        m.description(),
        m.fileName().replace(".sql", ".backfill.yaml"),
        "",
        true,
        List.of(),
        null,
        m.sha256(),
        m.checksum(),
        spec);
  }

  /** A backfill that began 110 s ago, of 1,000 blocks. */
  public static BackfillState state(
      String version, BackfillState.Phase phase, long blocksDone, long rows) {
    return state(version, phase, blocksDone, rows, null);
  }

  /** The same, waiting for something; null: for nothing. */
  public static BackfillState state(
      String version, BackfillState.Phase phase, long blocksDone, long rows, String limitedBy) {
    return new BackfillState(
        7,
        version,
        sha256(version),
        1,
        phase,
        BackfillState.Desired.RUNNING,
        BackfillLimits.DEFAULT,
        1000,
        blocksDone,
        rows,
        rows * 4 / 5,
        1,
        0,
        Optional.ofNullable(limitedBy),
        Scene.NOW.minusSeconds(110),
        Optional.empty(),
        Optional.of(Scene.NOW.minusSeconds(11)));
  }

  /** The set of versions 1 to {@code latest}, the last of which is this statement. */
  public static MigrationSet ending(int latest, String sql) {
    List<Migration> files = new ArrayList<>(set(latest - 1).migrations());
    Migration m = file("" + latest, "step");
    try {
      files.add(
          new Migration(
              m.version(),
              m.description(),
              m.fileName(),
              sql,
              true,
              SqlParser.shared().parse(sql),
              null,
              m.sha256(),
              m.checksum(),
              null));
    } catch (SqlSyntaxException e) {
      throw new IllegalArgumentException(sql, e);
    }
    return new MigrationSet("ConfigMap recall-migrations", "sha256:set-" + latest, files);
  }

  private static Migration file(String version, String name) {
    return new Migration(
        v(version),
        name.replace('_', ' '),
        "V%s__%s.sql".formatted(version, name),
        "",
        true,
        List.of(),
        null,
        sha256(version),
        checksum(version),
        null);
  }

  /** Applied rows for versions 1 to {@code latest}. */
  public static List<HistoryRow> history(int latest) {
    return IntStream.rangeClosed(1, latest).mapToObj(n -> applied(n, "" + n)).toList();
  }

  public static HistoryRow applied(int rank, String version) {
    return row(rank, version, "SQL", true);
  }

  public static HistoryRow failed(int rank, String version) {
    return row(rank, version, "SQL", false);
  }

  public static HistoryRow row(int rank, String version, String type, boolean success) {
    return new HistoryRow(
        rank, v(version), "step", type, script(version), checksum(version), success);
  }

  /** Ledger rows for the first migrations of a set. */
  public static List<LedgerRow> ledger(MigrationSet set, int count) {
    return set.migrations().stream()
        .limit(count)
        .map(
            m ->
                new LedgerRow(
                    m.version(), m.description(), m.sha256(), EPOCH, Duration.ofMillis(120)))
        .toList();
  }

  /** Ledger rows for versions 1 to {@code latest}. */
  public static List<LedgerRow> ledger(int latest) {
    return IntStream.rangeClosed(1, latest).mapToObj(n -> known("" + n, sha256("" + n))).toList();
  }

  public static LedgerRow known(String version, String sha256) {
    return new LedgerRow(v(version), "step", sha256, EPOCH, Duration.ofMillis(120));
  }

  public static String sha256(String version) {
    return "sha256-of-" + version;
  }

  public static int checksum(String version) {
    return 1000 + version.hashCode();
  }

  private static String script(String version) {
    return "V" + version + "__step.sql";
  }
}
