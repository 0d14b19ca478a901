package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;

/** An index; changed as statements are replayed. */
final class Index {
  final Name name;
  final Name table;

  /** Its key, null for an expression; empty when it is not known. */
  List<String> columns = List.of();

  /** The whole statement that made it; null when it belongs to a constraint or is not known. */
  JsonNode definition;

  String method = "btree";
  boolean unique;
  boolean valid = true;

  /** The constraint that it belongs to; null when none. */
  String constraint;

  /** The transaction that made it; -1 when it was there before. */
  int bornIn = -1;

  /** The file that made it, counted from 0; -1 when none that is judged. */
  int file = -1;

  Index(Name name, Name table) {
    this.name = name;
    this.table = table;
  }

  Index copy(Name as, Name of) {
    var copy = new Index(as, of);
    copy.columns = columns;
    copy.definition = definition;
    copy.method = method;
    copy.unique = unique;
    copy.valid = valid;
    copy.constraint = constraint;
    copy.bornIn = bornIn;
    copy.file = file;
    return copy;
  }

  /** Whether a partition that has it needs no other for its parent's (CompareIndexInfo). */
  boolean serves(Index parent) {
    return valid
        && columns.equals(parent.columns)
        && unique == parent.unique
        && isPartial() == parent.isPartial()
        && method.equals(parent.method)
        && (constraint != null || parent.constraint == null);
  }

  /** Whether a part of its key is no column. */
  boolean hasExpression() {
    return columns.stream().anyMatch(Objects::isNull);
  }

  /** Whether it has a condition. */
  boolean isPartial() {
    return definition != null && definition.has("whereClause");
  }
}
