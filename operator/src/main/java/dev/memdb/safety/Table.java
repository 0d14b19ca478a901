package dev.memdb.safety;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table, view or the like as far as it is known; changed as statements are replayed. */
final class Table {
  enum Kind {
    TABLE,
    PARTITIONED,
    VIEW,
    MATERIALIZED_VIEW,
    FOREIGN,
    SEQUENCE
  }

  final Name name;
  Kind kind = Kind.TABLE;
  final Map<String, Column> columns = new LinkedHashMap<>();

  /** Whether these are all of its columns, constraints and indexes. */
  boolean known;

  final Map<String, Constraint> constraints = new LinkedHashMap<>();

  /** What it is a partition or a child of; null when nothing. */
  Name parent;

  boolean defaultPartition;
  boolean temporary;

  /** Whether the WAL has its changes; null when it is not known. */
  Boolean logged;

  /** Where its rows are; null when it is not known. */
  String tablespace;

  /** How they are kept, such as {@code heap}; null when it is not known. */
  String accessMethod;

  /** Its partitions and children. */
  final Set<Name> children = new LinkedHashSet<>();

  /** Of a partitioned table: the columns of its key, with null for an expression. */
  List<String> partitionKey = List.of();

  /** What a view reads. */
  final Set<Name> reads = new LinkedHashSet<>();

  /** The columns that a view names, of whatever table; {@code *} for all. */
  final Set<String> readColumns = new LinkedHashSet<>();

  final Set<String> triggers = new LinkedHashSet<>();

  /** The transaction that made it; -1 when it was there before. */
  int bornIn = -1;

  /** What others call it while the transaction runs that has renamed it; null: its name. */
  Name before;

  /** That transaction. */
  int renamedIn = -1;

  /** The file that made it, counted from 0; -1 when none that is judged. */
  int file = -1;

  /** Whether a live database says so: going through all of it takes a moment. */
  boolean small;

  /** The first judged file that puts many rows into it, counted from 0; -1 when none does. */
  int filledIn = -1;

  Table(Name name) {
    this.name = name;
  }

  Table copy(Name as) {
    var copy = new Table(as);
    copy.kind = kind;
    columns.forEach((n, c) -> copy.columns.put(n, c.copy(n)));
    copy.known = known;
    constraints.forEach((n, c) -> copy.constraints.put(n, c.copy(n)));
    copy.parent = parent;
    copy.defaultPartition = defaultPartition;
    copy.temporary = temporary;
    copy.logged = logged;
    copy.tablespace = tablespace;
    copy.accessMethod = accessMethod;
    copy.children.addAll(children);
    copy.partitionKey = partitionKey;
    copy.reads.addAll(reads);
    copy.readColumns.addAll(readColumns);
    copy.triggers.addAll(triggers);
    copy.bornIn = bornIn;
    copy.before = before;
    copy.renamedIn = renamedIn;
    copy.file = file;
    copy.filledIn = filledIn;
    copy.small = small;
    return copy;
  }

  /** A column; one of which nothing is known when there is none. */
  Column column(String column) {
    return columns.computeIfAbsent(column, Column::new);
  }

  /** What others call it while a transaction runs. */
  Name nameFor(int transaction) {
    return before != null && renamedIn == transaction ? before : name;
  }

  boolean isPartitioned() {
    return kind == Kind.PARTITIONED;
  }

  /** Whether it may have rows of its own here: those of a partitioned table are its partitions'. */
  boolean stores() {
    return switch (kind) {
      case TABLE, MATERIALIZED_VIEW -> true;
      case PARTITIONED, VIEW, FOREIGN, SEQUENCE -> false;
    };
  }
}
