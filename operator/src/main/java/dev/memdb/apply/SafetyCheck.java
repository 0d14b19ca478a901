package dev.memdb.apply;

import dev.memdb.migration.Digests;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.plan.Judgement;
import dev.memdb.safety.LintFile;
import dev.memdb.safety.Linter;
import dev.memdb.safety.Schema;
import dev.memdb.safety.Target;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges missing versions before they run. By their files first, once for all databases that lack
 * the same ones: what nothing is said against then is safe. Only otherwise a database is asked for
 * its catalogs, which are judged anew when they have changed. Thread-safe.
 */
public final class SafetyCheck {
  private static final Logger LOG = LoggerFactory.getLogger(SafetyCheck.class);

  /** Each is a few texts, and most of them are empty. */
  private static final int REMEMBERED = 2_000;

  /** At a time: the trees of a large file may take 100 MiB. */
  private static final int TURNS = 2;

  private static final SafetyCheck SHARED = new SafetyCheck();

  /**
   * What two databases have in common that are judged alike.
   *
   * @param catalogs a digest of them
   */
  private record DatabaseKey(Missing.Key files, String catalogs) {}

  private final Remembered<Object, Judgement> known = new Remembered<>(REMEMBERED);
  private final Semaphore turns = new Semaphore(TURNS, true);

  SafetyCheck() {}

  /** The one of this process. */
  public static SafetyCheck shared() {
    return SHARED;
  }

  /** Whether anything is to be said against the files, as far as they tell. */
  public boolean isSuspect(Missing missing) {
    return byFiles(missing).unsafe().isPresent();
  }

  private Judgement byFiles(Missing missing) {
    return known.get(missing.key(), () -> judgement(missing, Optional.empty()));
  }

  /** Judges, and asks the database where the files leave a doubt. */
  Judgement judge(Missing missing, Connection connection) throws SQLException {
    Judgement files = byFiles(missing);
    if (files.unsafe().isEmpty()) {
      return files;
    }
    List<String> catalog = catalog(connection);
    return known.get(
        new DatabaseKey(missing.key(), digest(catalog)),
        () -> schema(catalog).map(s -> judgement(missing, Optional.of(s))).orElse(files));
  }

  private static String digest(List<String> catalog) {
    // PostgreSQL has no text with a NUL in it
    return Digests.sha256(String.join("\0", catalog).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Schema> schema(List<String> catalog) {
    try {
      return Optional.of(Schema.read(catalog));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) { // then the files alone are judged, which are stricter
      LOG.error("a database's catalogs could not be understood", e);
      return Optional.empty();
    }
  }

  /** What a database says of its catalogs, for {@link Schema#read}. */
  static List<String> catalog(Connection connection) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      try (ResultSet r = s.executeQuery(Schema.query())) {
        while (r.next()) {
          rows.add(r.getString(1));
        }
      }
    }
    return rows;
  }

  private Judgement judgement(Missing missing, Optional<Schema> schema) {
    Target plain = Target.of(Math.min(missing.major(), Target.NEWEST)).searching(missing.schemas());
    Target target = schema.map(plain::with).orElse(plain);
    turns.acquireUninterruptibly();
    try {
      return Words.judgement(missing, Linter.judge(files(missing), target));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException e) { // what nobody can judge is not safe
      LOG.error("{} cannot be judged", missing.set().from(), e);
      return new Judgement(
          missing.set().digest(),
          missing.from(),
          missing.to(),
          Optional.of(missing.from()),
          List.of("These files could not be judged (%s); please report it.".formatted(e)),
          1);
    } finally {
      turns.release();
    }
  }

  private static List<LintFile> files(Missing missing) {
    List<Migration> upTo =
        missing.set().migrations().stream()
            .filter(m -> m.version().compareTo(missing.to()) <= 0)
            .toList();
    return LintFile.of(
        new MigrationSet(missing.set().from(), missing.set().digest(), upTo), missing.begun());
  }
}
