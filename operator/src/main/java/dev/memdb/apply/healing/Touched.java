package dev.memdb.apply.healing;

import java.util.Set;

/**
 * What an interrupted statement may have left different from what is expected: that is no change
 * made by hand.
 *
 * @param objects quoted names with schema
 * @param tables quoted names with schema, of tables whose indexes or partitions it changes
 * @param onlyIndexes true: of those tables, only the indexes
 */
public record Touched(Set<String> objects, Set<String> tables, boolean onlyIndexes) {
  /** Nothing. */
  public static final Touched NOTHING = new Touched(Set.of(), Set.of(), true);

  public Touched {
    objects = Set.copyOf(objects);
    tables = Set.copyOf(tables);
  }

  /**
   * Whether an object of the catalog is among it.
   *
   * @param kind as {@code CatalogObject} has it
   * @param identity as {@code CatalogObject} has it; what belongs to a table begins with its name
   */
  public boolean concerns(String kind, String identity) {
    return objects.contains(identity)
        || ((!onlyIndexes || kind.equals("index"))
            && tables.stream().anyMatch(table -> belongsTo(identity, table)));
  }

  private static boolean belongsTo(String identity, String table) {
    return identity.equals(table)
        || (identity.startsWith(table) && ".[ ".indexOf(identity.charAt(table.length())) >= 0);
  }
}
