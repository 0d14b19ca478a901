package dev.memdb.migration;

import dev.memdb.sql.Adoption;
import dev.memdb.sql.Adoptions;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What some migrations are content to find there already; see {@link Adoptions}. */
public final class Takeover {
  private final List<Entry> entries;

  /**
   * A statement that says so of an object.
   *
   * @param migration whose statement it is
   */
  public record Entry(Migration migration, Statement statement, Adoption adoption) {
    /** For people: {@code V4__note.sql:2}. */
    public String where() {
      return migration.fileName() + ":" + statement.line();
    }
  }

  private Takeover(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** By the statements of these migrations. */
  public static Takeover by(List<Migration> migrations) {
    List<Entry> entries = new ArrayList<>();
    for (Migration migration : migrations) {
      for (Statement statement : migration.statements()) {
        Adoptions.in(statement).forEach(a -> entries.add(new Entry(migration, statement, a)));
      }
    }
    return new Takeover(entries);
  }

  /**
   * The statements that speak of an object, in their order.
   *
   * @param kind as the description of the catalogs calls it
   * @param identity its name there
   */
  public List<Entry> of(String kind, String identity) {
    return entries.stream().filter(e -> e.adoption().concerns(kind, identity)).toList();
  }

  /** Whether any statement speaks of it. */
  public boolean covers(String kind, String identity) {
    return entries.stream().anyMatch(e -> e.adoption().concerns(kind, identity));
  }
}
