package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A type of the user's own; changed as statements are replayed. */
final class Type {
  enum Kind {
    DOMAIN,
    ENUM,
    COMPOSITE,
    OTHER
  }

  final Name name;
  final Kind kind;

  /** Of a domain. */
  SqlType base;

  /** Of a domain: its constraints by name; whether each was checked. */
  final Map<String, Boolean> constraints = new LinkedHashMap<>();

  boolean notNull;

  /** Of a domain: its own default; null when it has none. */
  JsonNode defaultValue;

  /** Of an enum: the values that a transaction added which still runs, with its number. */
  final Map<String, Integer> added = new LinkedHashMap<>();

  /** Of an enum: its values, as far as they are known. */
  final Set<String> labels = new LinkedHashSet<>();

  /** The transaction that made it; -1 when it was there before. */
  int bornIn = -1;

  /** The file that made it, counted from 0; -1 when none that is judged. */
  int file = -1;

  Type(Name name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  Type copy(Name as) {
    var copy = new Type(as, kind);
    copy.base = base;
    copy.constraints.putAll(constraints);
    copy.notNull = notNull;
    copy.defaultValue = defaultValue;
    copy.added.putAll(added);
    copy.labels.addAll(labels);
    copy.bornIn = bornIn;
    copy.file = file;
    return copy;
  }

  /** Whether a value must pass something. */
  boolean isConstrained() {
    return notNull || !constraints.isEmpty();
  }
}
