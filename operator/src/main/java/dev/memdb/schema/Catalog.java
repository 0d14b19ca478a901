package dev.memdb.schema;

import java.sql.*;
import java.util.*;

/** stub */
public final class Catalog {
  private Catalog() {}

  public static String fingerprintSql(int major, List<String> schemas) {
    return "SELECT 'live:' || md5(coalesce(string_agg(x, ',' ORDER BY x COLLATE \"C\"), '')) FROM ("
        + q(schemas)
        + ") t(x)";
  }

  private static String q(List<String> schemas) {
    return "SELECT n.nspname||'.'||c.relname||'.'||a.attname FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace JOIN pg_attribute a ON a.attrelid=c.oid AND a.attnum>0 AND NOT attisdropped WHERE n.nspname IN ('"
        + String.join("','", schemas)
        + "')";
  }

  public static String fingerprint(Connection c, List<String> schemas) throws SQLException {
    try (var s = c.createStatement();
        var r = s.executeQuery(fingerprintSql(18, schemas))) {
      r.next();
      return r.getString(1);
    }
  }

  public static SchemaSnapshot snapshot(Connection c, List<String> schemas) throws SQLException {
    List<CatalogObject> l = new ArrayList<>();
    try (var s = c.createStatement();
        var r = s.executeQuery(q(schemas) + " ORDER BY 1")) {
      while (r.next()) l.add(new CatalogObject("column", r.getString(1), ""));
    }
    return new SchemaSnapshot(18, l);
  }

  public static SchemaSnapshot stableSnapshot(
      Connection c, List<String> schemas, SchemaSnapshot expected) throws SQLException {
    return snapshot(c, schemas);
  }
}
