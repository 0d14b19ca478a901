package dev.memdb.safety;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the linter's own knowledge says of statements, to be compared with what servers do. */
final class Known {
  private final Schema schema;
  private final int major;
  private final Course course = new Course();

  Known(Schema schema, int major) {
    this.schema = schema;
    this.major = major;
  }

  /** A schema of statements that have run; all that is there is known. */
  static Known after(String setup, int major) {
    var known = new Known(Schema.unknown(), major);
    known.play(setup);
    known.schema.settle();
    return known;
  }

  /** The schema that a server describes. */
  static Known of(Schema live, int major) {
    return new Known(live, major);
  }

  /** The same schema once more, unchanged by what is played on one of them. */
  Known copy() {
    return new Known(schema.copy(), major);
  }

  /** Plays statements one after the other, in one transaction, and says what the last one does. */
  Scene play(String sql) {
    course.begin();
    return goOn(sql);
  }

  /** The same in the transaction that goes on. */
  Scene goOn(String sql) {
    Scene last = null;
    try {
      List<Statement> statements = SqlParser.shared().parse(sql);
      for (Statement statement : statements) {
        last = new Scene(schema, course, statement, major, -1, new HashSet<>(), new HashSet<>());
        Forms.play(last);
      }
    } catch (SqlSyntaxException e) {
      throw new IllegalArgumentException(sql, e);
    }
    return last;
  }

  /**
   * What a server did, without what is the planner's choice or no lock's matter: whether a table
   * that a foreign key refers to is read or looked into by its index, and what queries read.
   */
  static Seen withoutChoices(Seen real, Scene scene) {
    boolean checks =
        scene.all().stream()
            .flatMap(s -> s.effects.stream())
            .anyMatch(e -> e.work() == Work.FOREIGN_KEY);
    var scanned = new TreeSet<>(real.scanned());
    scanned.retainAll(real.locks().keySet());
    scanned.removeAll(real.rewritten());
    if (checks) {
      scanned.retainAll(seen(scene).scanned());
    }
    var rewritten = new TreeSet<>(real.rewritten());
    rewritten.removeAll(truncated(scene));
    scanned.removeAll(truncated(scene));
    return new Seen(real.locks(), rewritten, scanned, real.error());
  }

  /** What has new files already in the same transaction is emptied in place. */
  private static Set<String> truncated(Scene scene) {
    var names = new TreeSet<String>();
    scene.effects.stream()
        .filter(e -> e.work() == Work.TRUNCATE)
        .forEach(e -> names.add(e.table().schema() + "." + e.table().name()));
    return names;
  }

  /** The effects of a statement as a server would show them. */
  static Seen seen(Scene scene) {
    return seen(scene, Map.of());
  }

  /**
   * The same when the transaction holds locks.
   *
   * @param held on tables that a statement may read without a strong lock of its own
   */
  static Seen seen(Scene scene, Map<String, LockMode> held) {
    Map<String, LockMode> locks = new TreeMap<>();
    var rewritten = new TreeSet<String>();
    var scanned = new TreeSet<String>();
    for (Scene part : scene.all()) {
      for (Effect effect : part.effects) {
        String name = effect.table().schema() + "." + effect.table().name();
        if (effect.mode().compareTo(LockMode.ROW_EXCLUSIVE) > 0) {
          locks.merge(name, effect.mode(), LockMode::or);
        }
        Table table = scene.schema.tables.get(effect.table());
        boolean stored = table == null || (!table.isPartitioned() && table.kind != Table.Kind.VIEW);
        if (stored) {
          switch (effect.work()) {
            case REWRITE -> rewritten.add(name);
            default -> {}
          }
          boolean strong =
              effect.mode().compareTo(LockMode.ROW_EXCLUSIVE) > 0 || held.containsKey(name);
          switch (effect.work()) {
            case SCAN, FOREIGN_KEY, INDEX_BUILD, REWRITE -> {
              if (strong) {
                scanned.add(name);
              }
            }
            default -> {}
          }
        }
      }
    }
    scanned.removeAll(rewritten);
    return new Seen(locks, rewritten, scanned, null);
  }
}
