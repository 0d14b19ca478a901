package dev.memdb.apply;

import dev.memdb.ledger.Claim;
import java.sql.Connection;
import java.sql.SQLException;

/** Decides whose a database is that carries somebody else's claim. */
public interface ClaimArbiter {
  /** What a foreign claim means. */
  enum Kind {
    /** A copy: its claim came along, and the owner has its own database elsewhere. */
    COPY,
    /** Two environments, one database; or swapped Secrets. */
    MISMATCH,
    /** The owner cannot be asked. */
    UNKNOWN
  }

  /**
   * @param message for people: what was found and what to do
   */
  record Ruling(Kind kind, String message) {}

  /** Whether two claims name the same environment of the same resource. */
  static boolean sameOwner(Claim a, Claim b) {
    return a.cluster().equals(b.cluster())
        && a.resource().equals(b.resource())
        && a.environment().equals(b.environment());
  }

  /**
   * Judges.
   *
   * @param found the claim in the database
   * @param self who would like to have it
   * @param here a session in that database
   */
  Ruling judge(Claim found, Claim self, Connection here) throws SQLException;
}
