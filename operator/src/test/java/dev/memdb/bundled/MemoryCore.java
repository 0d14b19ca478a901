package dev.memdb.bundled;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.migration.BundledSets;
import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.MigrationSetLoader;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** The files of memory-core, applied as {@code psql -1} would: without the engine. */
final class MemoryCore {
  private static final String FOLDER = "/dev/memdb/bundled/memory-core/";
  private static final Set<String> NOT_IN_A_TRANSACTION =
      Set.of("V10__memories_superseded_by_idx.sql", "V18__memories_known_idx.sql");

  private MemoryCore() {}

  /** The names of all files as the index lists them. */
  static List<String> index() {
    return text("index").lines().toList();
  }

  /** The migrations, in their order. */
  static List<String> migrations() {
    return index().stream().filter(name -> !isVerification(name)).toList();
  }

  static boolean isVerification(String file) {
    return file.endsWith(".verify.sql");
  }

  /** The migrations from the first one to that of a version. */
  static List<String> upTo(int version) {
    return migrations().subList(0, version);
  }

  /** What a verification verifies. */
  static String migrationOf(String verification) {
    String base = verification.substring(0, verification.length() - "verify.sql".length());
    return migrations().stream().filter(m -> m.startsWith(base)).findFirst().orElseThrow();
  }

  /** The set as the engine reads it. */
  static MigrationSet set() {
    LoadResult result =
        new MigrationSetLoader()
            .load("memory-core", BundledSets.files("memory-core").orElseThrow());
    return ((LoadResult.Loaded) result).set();
  }

  static String text(String file) {
    try (var in = MemoryCore.class.getResourceAsStream(FOLDER + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder() {
    return Path.of("src/main/resources" + FOLDER);
  }

  /** The page that promises what the tests look for. */
  static String documentation() {
    try {
      return Files.readString(Path.of("../docs/memory-core.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new database at the latest version. */
  static TestDatabase install(int major) {
    return install(major, migrations());
  }

  /** A new database to which these migrations were applied. */
  static TestDatabase install(int major, List<String> files) {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    apply(database, files);
    return database;
  }

  static void apply(TestDatabase database, List<String> files) {
    try (Connection c = connect(database)) {
      for (String file : files) {
        c.setAutoCommit(NOT_IN_A_TRANSACTION.contains(file));
        try (Statement s = c.createStatement()) {
          s.execute(file.endsWith(".backfill.yaml") ? update(file) : text(file));
        }
        if (!c.getAutoCommit()) {
          c.commit();
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a backfill comes to when nobody else is there. */
  private static String update(String file) {
    BackfillSpec spec =
        set().migrations().stream()
            .filter(m -> m.fileName().equals(file))
            .findFirst()
            .orElseThrow()
            .backfill();
    return "UPDATE %s SET %s WHERE %s"
        .formatted(spec.relation(), spec.assignments(), spec.pending());
  }

  /** The names of the columns that are not true in some row; "no row" for a query without any. */
  static List<String> untrue(TestDatabase database, String verification) {
    List<String> untrue = new ArrayList<>();
    try (Connection c = connect(database);
        Statement s = c.createStatement()) {
      for (boolean more = s.execute(text(verification)); more; more = s.getMoreResults()) {
        try (ResultSet r = s.getResultSet()) {
          untrue.addAll(untrue(r));
        }
      }
      if (s.getWarnings() != null) {
        untrue.add(s.getWarnings().getMessage());
      }
      return untrue;
    } catch (SQLException e) {
      throw new IllegalStateException(verification, e);
    }
  }

  private static List<String> untrue(ResultSet r) throws SQLException {
    List<String> untrue = new ArrayList<>();
    int rows = 0;
    while (r.next()) {
      rows++;
      for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
        if (!r.getBoolean(i)) {
          untrue.add(r.getMetaData().getColumnLabel(i));
        }
      }
    }
    return rows == 0 ? List.of("no row") : untrue;
  }

  /** A new login of the same server that owns nothing. */
  static TestDatabase login(int major, TestDatabase database, String suffix) {
    TestDatabase login =
        new TestDatabase(
            database.host(), database.port(), database.name(), database.name() + suffix, "secret");
    PostgresServer.shared(major)
        .admin()
        .execute("CREATE ROLE " + login.user() + " LOGIN PASSWORD '" + login.password() + "'");
    return login;
  }

  /** A new login with what {@code memory.grant_application} gives. */
  static TestDatabase application(int major, TestDatabase database) {
    TestDatabase application = login(major, database, "_app");
    database.execute("SELECT memory.grant_application('" + application.user() + "')");
    return application;
  }

  /** Simple protocol: the server gets the file as one string, as psql sends it. */
  private static Connection connect(TestDatabase database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("preferQueryMode", "simple");
    return DriverManager.getConnection(database.url(), properties);
  }
}
