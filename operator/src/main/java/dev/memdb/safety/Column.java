package dev.memdb.safety;

/** A column as far as it is known; changed as statements are replayed. */
final class Column {
  final String name;

  /** Null when it is not known. */
  SqlType type;

  /** Null when the type's own. */
  String collation;

  /** Null when it is not known. */
  Boolean notNull;

  /** Whether its values are worked out from others, or given by a sequence. */
  boolean generated;

  boolean hasDefault;

  /** Whether its values are worked out when they are read. */
  boolean virtual;

  /** The file that added it, counted from 0; -1 when it was there before. */
  int file = -1;

  Column(String name) {
    this.name = name;
  }

  Column copy(String as) {
    var copy = new Column(as);
    copy.type = type;
    copy.collation = collation;
    copy.notNull = notNull;
    copy.generated = generated;
    copy.hasDefault = hasDefault;
    copy.virtual = virtual;
    copy.file = file;
    return copy;
  }
}
