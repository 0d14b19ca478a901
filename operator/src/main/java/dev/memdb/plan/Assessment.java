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
 * @param pending the versions still to apply, ascending
 */
record Assessment(Kind kind, Reason reason, String note, List<Version> pending) {
  enum Kind {
    /** Nothing is known. */
    UNSEEN,
    /** Something about it has to change first: by itself or by a person. */
    HELD_BACK,
    /** There is work, and nothing about the environment itself speaks against it. */
    PENDING,
    /** No version is missing, but the ledger has to be put in order: by a run, as all changes. */
    UPKEEP,
    /** At or ahead of the target, with the schema that it should have. */
    PROVEN
  }

  Assessment {
    pending = List.copyOf(pending);
  }

  static Assessment unseen() {
    return new Assessment(Kind.UNSEEN, Reason.CHECKING, "not looked at yet", List.of());
  }

  static Assessment heldBack(Reason reason, String note) {
    return heldBack(reason, note, List.of());
  }

  static Assessment heldBack(Reason reason, String note, List<Version> pending) {
    return new Assessment(Kind.HELD_BACK, reason, note, pending);
  }

  static Assessment pending(String note, List<Version> versions) {
    return new Assessment(Kind.PENDING, Reason.MIGRATING, note, versions);
  }

  static Assessment upkeep(String note) {
    return new Assessment(Kind.UPKEEP, Reason.MIGRATING, note, List.of());
  }

  static Assessment proven(Reason reason, String note) {
    return new Assessment(Kind.PROVEN, reason, note, List.of());
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }
}
