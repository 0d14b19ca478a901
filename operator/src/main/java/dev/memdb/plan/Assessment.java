package dev.memdb.plan;

import dev.memdb.api.Reason;
import dev.memdb.migration.Version;
import java.util.List;

/**
 * How an environment stands by itself: before holds, suspension, and what goes first are looked at.
 *
 * @param kind what follows from it
 * @param reason the documented cause
 * @param note what is the matter, for people
 * @param caveat what will stop it later on, to be put behind another note; empty: nothing is known
 * @param pending the versions still to apply, ascending
 */
record Assessment(Kind kind, Reason reason, String note, String caveat, List<Version> pending) {
  enum Kind {
    /** Nothing is known. */
    UNSEEN,
    /** Something about it has to change first: by itself or by a person. */
    HELD_BACK,
    /** There is work, and nothing about the environment itself speaks against it. */
    PENDING,
    /** No version is missing, but the ledger has to be put in order: by a run, as all changes. */
    UPKEEP,
    /** What is missing is unsafe; everything before it is as it should be. */
    AS_FAR_AS_SAFE,
    /** At or ahead of the target, with the schema that it should have. */
    PROVEN
  }

  Assessment {
    pending = List.copyOf(pending);
  }

  static Assessment unseen() {
    return of(Kind.UNSEEN, Reason.CHECKING, "not looked at yet", List.of());
  }

  static Assessment heldBack(Reason reason, String note) {
    return heldBack(reason, note, List.of());
  }

  static Assessment heldBack(Reason reason, String note, List<Version> pending) {
    return of(Kind.HELD_BACK, reason, note, pending);
  }

  static Assessment pending(String note, List<Version> versions) {
    return of(Kind.PENDING, Reason.MIGRATING, note, versions);
  }

  /** There is work, but not all of it can be done now. */
  static Assessment pending(String note, String caveat, List<Version> versions) {
    return new Assessment(Kind.PENDING, Reason.MIGRATING, note + caveat, caveat, versions);
  }

  static Assessment upkeep(String note) {
    return of(Kind.UPKEEP, Reason.MIGRATING, note, List.of());
  }

  static Assessment proven(Reason reason, String note) {
    return of(Kind.PROVEN, reason, note, List.of());
  }

  private static Assessment of(Kind kind, Reason reason, String note, List<Version> pending) {
    return new Assessment(kind, reason, note, "", pending);
  }

  static Assessment asFarAsSafe(String note, List<Version> pending) {
    return of(Kind.AS_FAR_AS_SAFE, Reason.UNSAFE_MIGRATION, note, pending);
  }

  /** Whether those that follow may come as far as it is. */
  boolean leads() {
    return kind == Kind.PROVEN || kind == Kind.AS_FAR_AS_SAFE;
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }
}
