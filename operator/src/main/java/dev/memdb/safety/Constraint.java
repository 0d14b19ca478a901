package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A constraint of a table; changed as statements are replayed. */
final class Constraint {
  enum Kind {
    CHECK,
    NOT_NULL,
    FOREIGN_KEY,
    PRIMARY_KEY,
    UNIQUE,
    EXCLUDE
  }

  final String name;
  final Kind kind;

  /** What it is about; for CHECK what its expression names. */
  List<String> columns = List.of();

  /** Of CHECK; null when it is not known. */
  JsonNode expression;

  /** Of a foreign key; null otherwise. */
  Name references;

  /** The columns that a foreign key refers to; empty when none were written. */
  List<String> referenced = List.of();

  boolean valid = true;

  /** The transaction that added it without looking at the rows; -1 when none that still runs. */
  int addedIn = -1;

  /** The file that added it, counted from 0; -1 when none that is judged. */
  int file = -1;

  Constraint(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  Constraint copy(String as) {
    var copy = new Constraint(as, kind);
    copy.columns = columns;
    copy.expression = expression;
    copy.references = references;
    copy.referenced = referenced;
    copy.valid = valid;
    copy.addedIn = addedIn;
    copy.file = file;
    return copy;
  }
}
