package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One statement where it stands: what is there before it, and what it is found to do. */
final class Scene {
  /** Functions that call each other could go on for ever. */
  private static final int INSIDE = 1_000;

  final Schema schema;
  final Course course;
  final Statement statement;

  /** PostgreSQL's major version. */
  final int major;

  /** The file's number when it is judged, else -1. */
  final int file;

  final List<Effect> effects = new ArrayList<>();
  final List<Remark> remarks = new ArrayList<>();

  /** Whether it works on rows, be it for a moment: it is more than a change of the catalogs. */
  boolean lasting;

  /** What runs inside of it: the statements of a block, or of a function that it calls. */
  final List<Scene> inner = new ArrayList<>();

  /** The function that it is part of; null when it is not. */
  String function;

  /** How many blocks and functions it is inside of. */
  int depth;

  /** How many more statements of blocks and functions are looked into, for the file's statement. */
  private int[] budget = {INSIDE};

  /** The tables that the file has dropped so far. */
  final Set<Name> dropped;

  /** The names that the file has given so far to views, or to tables that had another. */
  final Set<Name> views;

  Scene(
      Schema schema,
      Course course,
      Statement statement,
      int major,
      int file,
      Set<Name> dropped,
      Set<Name> views) {
    this.schema = schema;
    this.course = course;
    this.statement = statement;
    this.major = major;
    this.file = file;
    this.dropped = dropped;
    this.views = views;
  }

  /** Another statement that runs inside of this one. */
  Scene inside(Statement inner) {
    var scene = new Scene(schema, course, inner, major, file, dropped, views);
    scene.depth = depth + 1;
    scene.budget = budget;
    return scene;
  }

  /** Whether there is still one to look into; it counts. */
  boolean mayLookInside() {
    return budget[0]-- > 0;
  }

  /** It locks a table, and does nothing more to it that would take time. */
  void locks(Table table, LockMode mode) {
    does(table, mode, Work.NONE, null, "", null);
  }

  /** It does something to a table that is to be said. */
  void does(Table table, LockMode mode, Work work, String rule, String what, JsonNode at) {
    if (table.kind == Table.Kind.FOREIGN && work.goesThroughRows()) {
      locks(table, mode); // its rows are elsewhere, and nobody looks at them
    } else if (!isNew(table)) {
      effects.add(
          new Effect(
              table.nameFor(course.number()),
              mode,
              work,
              rule,
              what,
              location(at),
              isSmall(table),
              isFresh(table)));
    }
  }

  void says(String rule, String message, JsonNode at) {
    remarks.add(new Remark(rule, null, message, location(at)));
  }

  /** The same, only to be known. */
  void notes(String rule, String message) {
    remarks.add(new Remark(rule, Severity.NOTICE, message, -1));
  }

  /** It and all that runs inside of it. */
  List<Scene> all() {
    List<Scene> all = new ArrayList<>(List.of(this));
    inner.forEach(s -> all.addAll(s.all()));
    return all;
  }

  /** It reads or changes rows of a table. */
  void touches(Table table, LockMode mode, boolean atLength) {
    locks(table, mode);
    lasting |= atLength && !isEmpty(table) && !isSmall(table);
  }

  /** Whether this transaction has made it: nobody else sees it. */
  boolean isNew(Table table) {
    return table.temporary || table.bornIn == course.number();
  }

  /** Whether nobody can have rows in it. */
  boolean isEmpty(Table table) {
    return isNew(table) || isFresh(table);
  }

  /** Whether files that have not run yet made it, and none before this one has filled it. */
  boolean isFresh(Table table) {
    return table.file >= 0
        && (table.file == file
            || (!schema.inUse && (table.filledIn < 0 || table.filledIn == file)));
  }

  /** Whether a live database says that all of its rows are few. */
  boolean isSmall(Table table) {
    return !isUnseen(table)
        && isSmallItself(table)
        && schema.descendants(table).stream().allMatch(Scene::isSmallItself);
  }

  private static boolean isSmallItself(Table table) {
    return table.isPartitioned() || (table.small && table.filledIn < 0);
  }

  /** Whether what it does to a table takes a moment, for the rows are few. */
  boolean isBrief(Effect effect) {
    return switch (effect.work()) {
      case SCAN, INDEX_BUILD, REWRITE, ROWS -> effect.small();
      case FOREIGN_KEY ->
          effects.stream().allMatch(Effect::small); // the other side may be read too
      case NONE, TRUNCATE -> false;
    };
  }

  /**
   * Whether work on it goes through rows of its own, or of partitions that nobody has said a word
   * of: something else than migrations may make them.
   */
  boolean stores(Table table) {
    return table.stores() || isUnseen(table);
  }

  private boolean isUnseen(Table table) {
    return table.isPartitioned() && table.children.isEmpty() && !schema.isComplete();
  }

  /** Whether there may be such rows by now. */
  boolean mayHaveRows(Table table) {
    return stores(table) && !isEmpty(table);
  }

  /** A table is made. */
  Table creates(Name name) {
    var table = new Table(name);
    table.known = true;
    table.bornIn = course.number();
    table.temporary = name.schema().equals(SearchPath.TEMPORARY);
    table.file = file;
    schema.tables.put(name, table);
    return table;
  }

  private static int location(JsonNode at) {
    return at == null ? -1 : at.path("location").asInt(-1);
  }
}
