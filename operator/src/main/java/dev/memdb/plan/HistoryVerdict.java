package dev.memdb.plan;

import dev.memdb.api.Reason;
import dev.memdb.migration.Migration;
import dev.memdb.migration.Takeover;
import dev.memdb.migration.Version;
import java.util.List;
import java.util.Optional;

/** What a database's history says about the way to the target. */
public sealed interface HistoryVerdict {
  /** The database is at the target. */
  record UpToDate(Version current) implements HistoryVerdict {}

  /** It is beyond the target, and everything beyond it is known. */
  record Ahead(Version current) implements HistoryVerdict {}

  /**
   * There is work to do.
   *
   * @param current the highest version the database has
   * @param migrations what is to be applied, ascending; empty: only checks are outstanding
   * @param unverified applied versions whose check after COMMIT has not passed yet
   */
  record Pending(Optional<Version> current, List<Migration> migrations, List<Version> unverified)
      implements HistoryVerdict {
    public Pending {
      migrations = List.copyOf(migrations);
      unverified = List.copyOf(unverified);
    }

    /** The part of it before a version; empty: there is nothing before it. */
    public Optional<Pending> before(Version stop) {
      List<Migration> earlier =
          migrations.stream().filter(m -> m.version().compareTo(stop) < 0).toList();
      return earlier.isEmpty() && unverified.isEmpty()
          ? Optional.empty()
          : Optional.of(new Pending(current, earlier, unverified));
    }

    /** What is to be applied. */
    List<Version> versions() {
      return migrations.stream().map(Migration::version).toList();
    }

    /** Whether what is to be applied is content with everything that was changed by hand. */
    public boolean takesOver(DatabaseFacts facts) {
      Takeover takeover = Takeover.by(migrations);
      return facts.drifted().stream().allMatch(o -> takeover.covers(o.kind(), o.identity()));
    }

    /**
     * The backfill that was begun, and nothing after it; empty: none was. What is changed by hand
     * meanwhile stops what follows, but not that: half of a table would be filled for as long, and
     * whether the rest is, PostgreSQL proves of the table as it is then.
     */
    public Optional<Pending> begun(DatabaseFacts facts) {
      return migrations.stream()
          .findFirst()
          .filter(m -> facts.backfill().filter(b -> b.digest().equals(m.sha256())).isPresent())
          .map(m -> new Pending(current, List.of(m), unverified));
    }
  }

  /** Mode Observe: somebody else has to bring it to the target. */
  record AwaitingOwner(Optional<Version> current, List<Version> missing) implements HistoryVerdict {
    public AwaitingOwner {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Nothing may be applied before a person has mended it.
   *
   * @param reason the documented cause
   * @param message what stands where, and the repair
   */
  record Refused(Reason reason, String message) implements HistoryVerdict {}
}
