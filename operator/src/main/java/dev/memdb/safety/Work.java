package dev.memdb.safety;

/** What PostgreSQL does while it has the lock that a statement took; it lasts until the COMMIT. */
enum Work {
  /** A change of the catalogs, done at once. */
  NONE("is changed"),
  /** Every row is read. */
  SCAN("is read as a whole"),
  /** Every row is looked up in another table. */
  FOREIGN_KEY("is checked row by row"),
  /** Every row is read, sorted and written into an index. */
  INDEX_BUILD("is indexed"),
  /** The table and all of its indexes are written anew. */
  REWRITE("is written anew, with all of its indexes"),
  /** Rows are changed, all of them or nobody knows how many. */
  ROWS("has its rows changed"),
  /** All rows are gone at once, with their files. */
  TRUNCATE("loses all of its rows");

  private final String words;

  Work(String words) {
    this.words = words;
  }

  /** Whether it takes as long as there are rows. */
  boolean goesThroughRows() {
    return switch (this) {
      case SCAN, FOREIGN_KEY, INDEX_BUILD, REWRITE -> true;
      case NONE, ROWS, TRUNCATE -> false;
    };
  }

  /** What happens to the table, to be said after its name. */
  String words() {
    return words;
  }
}
