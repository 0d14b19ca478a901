package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads how backfills stand, all figures from one snapshot. */
final class States {
  private static final String SQL = SqlText.resource(States.class, "states.sql");

  private States() {}

  /**
   * @param version only that one; null: all, in the order in which they were prepared
   */
  static List<BackfillState> read(Connection connection, String version) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SQL)) {
      s.setString(1, version);
      s.setString(2, version);
      try (ResultSet r = s.executeQuery()) {
        List<BackfillState> states = new ArrayList<>();
        while (r.next()) {
          states.add(state(r));
        }
        return states;
      }
    }
  }

  private static BackfillState state(ResultSet r) throws SQLException {
    return new BackfillState(
        r.getLong(1),
        r.getString(2),
        r.getString(3),
        r.getInt(4),
        BackfillState.Phase.valueOf(r.getString(5).toUpperCase(Locale.ROOT)),
        BackfillState.Desired.valueOf(r.getString(6).toUpperCase(Locale.ROOT)),
        new BackfillLimits(Duration.ofMillis(r.getInt(7)), duty(r.getFloat(8)), r.getLong(9)),
        r.getLong(10),
        r.getLong(11),
        r.getLong(12),
        r.getLong(13),
        r.getInt(14),
        r.getLong(15),
        Optional.ofNullable(r.getString(16)),
        r.getTimestamp(17).toInstant(),
        instant(r, 18),
        instant(r, 19));
  }

  /** What was written as 0.8 is read as 0.8. */
  private static double duty(float value) {
    return Double.parseDouble(Float.toString(value));
  }

  private static Optional<Instant> instant(ResultSet r, int column) throws SQLException {
    return Optional.ofNullable(r.getTimestamp(column)).map(t -> t.toInstant());
  }
}
