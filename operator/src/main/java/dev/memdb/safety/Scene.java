package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One statement where it stands: what is there before it, and what it is found to do. */
final class Scene {
  final Schema schema;
  final Course course;
  final Statement statement;

  /** PostgreSQL's major version. */
  final int major;

  /** The file's number when it is judged, else -1. */
  final int file;

  final List<Effect> effects = new ArrayList<>();
  final List<Remark> remarks = new ArrayList<>();

  Scene(Schema schema, Course course, Statement statement, int major, int file) {
    this.schema = schema;
    this.course = course;
    this.statement = statement;
    this.major = major;
    this.file = file;
  }

  /** It locks a table, and does nothing more to it that would take time. */
  void locks(Table table, LockMode mode) {
    does(table, mode, Work.NONE, null, "", null);
  }

  /** It does something to a table that is to be said. */
  void does(Table table, LockMode mode, Work work, String rule, String what, JsonNode at) {
    if (!isNew(table)) {
      effects.add(new Effect(table.name, mode, work, rule, what, location(at), table.isFresh()));
    }
  }

  void says(String rule, String message, JsonNode at) {
    remarks.add(new Remark(rule, message, location(at)));
  }

  /** Whether this transaction has made it: nobody else sees it. */
  boolean isNew(Table table) {
    return table.temporary || table.bornIn == course.number();
  }

  /** Whether nobody can have rows in it. */
  boolean isEmpty(Table table) {
    return isNew(table) || table.isFresh();
  }

  /** A table is made. */
  Table creates(Name name) {
    var table = new Table(name);
    table.known = true;
    table.bornIn = course.number();
    table.file = file;
    schema.tables.put(name, table);
    return table;
  }

  private static int location(JsonNode at) {
    return at == null ? -1 : at.path("location").asInt(-1);
  }
}
