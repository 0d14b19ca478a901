package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which tables a run goes through, and how they are cut into segments. */
final class Segments {
  /** 64 MB: small enough to share among workers, large enough not to be noticed. */
  private static final int SEGMENT_BLOCKS = 8192;

  private static final String RELATIONS = SqlText.resource(Segments.class, "relations.sql");
  private static final String SEGMENTS = SqlText.resource(Segments.class, "segments.sql");

  private static final String LOCK = "SELECT FROM memdb.backfill_run WHERE id = ? FOR UPDATE";
  private static final String IS_CUT =
      "SELECT FROM memdb.backfill_segment WHERE run = ? AND relid = ?::oid AND relfilenode = ?::oid LIMIT 1";

  private Segments() {}

  /**
   * A table that holds rows.
   *
   * @param relid its OID
   * @param name quoted, with its schema
   * @param relfilenode the file that the plan is for
   * @param blocks of 8 kB, usually
   * @param heap whether its rows lie in blocks one can go by
   */
  record Relation(long relid, String name, long relfilenode, long blocks, boolean heap) {}

  /** The table, or the leaves of a partitioned one. */
  static List<Relation> relations(Connection connection, String relation) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(RELATIONS)) {
      s.setString(1, relation);
      s.setString(2, relation);
      try (ResultSet r = s.executeQuery()) {
        List<Relation> found = new ArrayList<>();
        while (r.next()) {
          boolean heap = "heap".equals(r.getString(5));
          found.add(new Relation(r.getLong(1), r.getString(2), r.getLong(3), r.getLong(4), heap));
        }
        return found;
      }
    }
  }

  /** Cuts all tables of a run. */
  static void cut(Connection connection, long run, String root) throws SQLException {
    for (Relation relation : relations(connection, root)) {
      cut(connection, run, relation);
    }
  }

  /**
   * Cuts what has no segments, or has another file than its segments were cut for.
   *
   * @return how many tables
   */
  static int cutAgain(Connection connection, long run, String root) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement lock = connection.prepareStatement(LOCK);
        PreparedStatement cut = connection.prepareStatement(IS_CUT)) {
      lock.setLong(1, run);
      lock.execute(); // two workers may have noticed
      int tables = 0;
      for (Relation relation : relations(connection, root)) {
        cut.setLong(1, run);
        cut.setLong(2, relation.relid());
        cut.setLong(3, relation.relfilenode());
        try (ResultSet r = cut.executeQuery()) {
          if (!r.next()) {
            cut(connection, run, relation);
            tables++;
          }
        }
      }
      connection.commit();
      return tables;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static void cut(Connection connection, long run, Relation relation) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SEGMENTS)) {
      s.setLong(1, run);
      s.setLong(2, relation.relid());
      s.setLong(3, run);
      s.setLong(4, relation.relid());
      s.setLong(5, relation.relfilenode());
      long blocks = relation.heap() ? SEGMENT_BLOCKS : Math.max(1, relation.blocks());
      s.setLong(6, blocks);
      s.setLong(7, relation.blocks());
      s.setLong(8, relation.blocks());
      s.setLong(9, blocks);
      s.executeUpdate();
    }
  }
}
