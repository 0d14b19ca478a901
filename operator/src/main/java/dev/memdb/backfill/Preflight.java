package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.postgres.SqlText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What stands against a backfill, and what is worth knowing, before anything of it is begun. */
public final class Preflight {
  private static final String TABLE = SqlText.resource(Preflight.class, "preflight-table.sql");
  private static final String CATALOGS = SqlText.resource(Preflight.class, "preflight.sql");

  private Preflight() {}

  /**
   * What was found, in words.
   *
   * @param objections why it may not begin, each with what to do; empty: it may
   * @param notices what is no reason against it
   */
  public record Findings(List<String> objections, List<String> notices) {
    public Findings {
      objections = List.copyOf(objections);
      notices = List.copyOf(notices);
    }
  }

  /**
   * Looks; takes no lock that keeps anybody from writing, and leaves nothing behind.
   *
   * @param connection in autocommit mode; schema {@code memdb} is there and its role's own
   */
  public static Findings look(Connection connection, BackfillSpec spec) throws SQLException {
    List<String> missing = table(connection, spec);
    if (!missing.isEmpty()) {
      return new Findings(missing, List.of());
    }
    connection.setAutoCommit(false);
    try (Probe probe = new Probe(connection, spec)) {
      List<String> objections = probe.objections();
      if (!objections.isEmpty()) {
        return new Findings(objections, List.of());
      }
      return catalogs(connection, spec);
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static List<String> table(Connection connection, BackfillSpec spec) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(TABLE)) {
      s.setString(1, spec.schema());
      s.setString(2, spec.table());
      s.setArray(3, texts(connection, spec.columns()));
      s.setBoolean(4, spec.complete() != null);
      try (ResultSet r = s.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (r.next()) {
          found.add(r.getString(1));
        }
        return found;
      }
    }
  }

  private static Findings catalogs(Connection connection, BackfillSpec spec) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(CATALOGS)) {
      s.setString(1, spec.schema());
      s.setString(2, spec.table());
      s.setArray(3, texts(connection, spec.columns()));
      s.setArray(4, texts(connection, spec.allowVolatile()));
      try (ResultSet r = s.executeQuery()) {
        List<String> objections = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        while (r.next()) {
          (r.getString(1).equals("notice") ? notices : objections).add(r.getString(2));
        }
        return new Findings(objections, notices);
      }
    }
  }

  private static Array texts(Connection connection, List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }
}
