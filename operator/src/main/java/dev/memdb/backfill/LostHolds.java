package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the workers of one process still hold in one database although they could not give it back:
 * their connection was gone. The next session gives it back, so that nobody waits for the lease. It
 * is then claimed by another holder, as after a lease: a statement of the lost session that is late
 * writes nothing.
 */
public final class LostHolds {
  private static final String GIVE_BACK = SqlText.resource(LostHolds.class, "give-back.sql");

  private final Set<UUID> holders = ConcurrentHashMap.newKeySet();

  /** Remembers a holder whose hold may still stand in the database. */
  void add(UUID holder) {
    holders.add(holder);
  }

  /** Whether there is nothing to give back. */
  public boolean isEmpty() {
    return holders.isEmpty();
  }

  /**
   * Gives back what was lost, and forgets it; what a statement still locks is given back the next
   * time.
   */
  void giveBack(Connection connection, long run) throws SQLException {
    if (holders.isEmpty()) {
      return;
    }
    Set<UUID> lost = Set.copyOf(holders);
    Array texts = connection.createArrayOf("text", lost.stream().map(UUID::toString).toArray());
    try (PreparedStatement s = connection.prepareStatement(GIVE_BACK)) {
      s.setLong(1, run);
      s.setArray(2, texts);
      Set<UUID> given = new HashSet<>(lost);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          given.remove(r.getObject(1, UUID.class));
        }
      }
      holders.removeAll(given);
    }
  }
}
