package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * ADD COLUMN. A default that is the same for all rows is kept in the catalogs; anything else writes
 * every row (ATExecAddColumn).
 */
final class AddColumn {
  /** The first version that keeps a default beside the rows. */
  private static final int FAST_DEFAULTS = 11;

  private AddColumn() {}

  static void play(Alter alter, JsonNode command) {
    JsonNode definition = command.path("def").path("ColumnDef");
    ColumnText text = ColumnText.of(definition);
    Column there = alter.table().columns.get(text.name());
    if (command.path("missing_ok").asBoolean() && there != null && alter.table().known) {
      return;
    }
    String what = "ADD COLUMN " + Name.quoted(text.name());
    text = text.withDefault(alter.schema().defaultOf(text.type()));
    boolean rewritten = values(alter, text, what, definition);
    constraints(alter, text, what, definition, rewritten);
    for (Table table : alter.all()) {
      text.keep(alter.scene(), table);
    }
  }

  /** Whether rows are written anew to have a value in the column. */
  private static boolean values(Alter alter, ColumnText text, String what, JsonNode at) {
    if (text.type().isSerial() || text.identity()) {
      String how = text.identity() ? " GENERATED … AS IDENTITY" : " " + text.type().name();
      alter.does(Work.REWRITE, "adding-serial-field", what + how, at);
      return true;
    }
    if (text.stored()) {
      alter.does(Work.REWRITE, "adding-field-with-default", what + " GENERATED … STORED", at);
      return true;
    }
    if (alter.schema().isConstrained(text.type())) {
      alter.does(
          Work.REWRITE, "adding-field-constrained-domain", what + " of a domain with a rule", at);
      return true;
    }
    if (text.hasDefault() && alter.scene().major < FAST_DEFAULTS) {
      alter.does(Work.REWRITE, "adding-field-with-default", what + " with a default", at);
      return true;
    }
    if (text.hasDefault() && Expressions.isVolatile(text.defaultValue(), alter.schema())) {
      alter.does(Work.REWRITE, "adding-field-with-default", what + " with a volatile default", at);
      return true;
    }
    return false;
  }

  private static void constraints(
      Alter alter, ColumnText text, String what, JsonNode at, boolean rewritten) {
    boolean filled = rewritten || text.hasDefault() || text.generated();
    if (text.notNull() && !filled) {
      alter.does(Work.SCAN, "adding-required-field", what + " NOT NULL without a default", at);
    }
    if (text.notNull() && text.generated() && !text.stored()) {
      String how = what + " GENERATED … VIRTUAL NOT NULL, which is worked out for each row";
      alter.does(Work.SCAN, "adding-not-nullable-field", how, at);
    }
    for (JsonNode constraint : text.constraints()) {
      switch (constraint.path("contype").asText()) {
        case "CONSTR_CHECK" ->
            alter.does(Work.SCAN, "adding-field-with-check", what + " with a CHECK", at);
        case "CONSTR_UNIQUE" ->
            alter.doesOnce(Work.INDEX_BUILD, "disallowed-unique-constraint", what + " UNIQUE", at);
        case "CONSTR_PRIMARY" ->
            alter.doesOnce(
                Work.INDEX_BUILD, "adding-serial-primary-key-field", what + " PRIMARY KEY", at);
        case "CONSTR_FOREIGN" -> references(alter, constraint, filled, what, at);
        default -> {}
      }
    }
  }

  /** All rows that have NULL in it need no look into the other table. */
  private static void references(
      Alter alter, JsonNode constraint, boolean filled, String what, JsonNode at) {
    Table other = alter.schema().table(constraint.path("pktable"));
    if (filled) {
      alter.doesOnce(
          Work.FOREIGN_KEY,
          "adding-foreign-key-constraint",
          what + " REFERENCES with a default",
          at);
    }
    References.lock(alter.scene(), other);
  }

  /** The parts of a column's definition. */
  record ColumnText(
      String name,
      SqlType type,
      String collation,
      JsonNode defaultValue,
      boolean notNull,
      boolean identity,
      boolean generated,
      boolean stored,
      List<JsonNode> constraints) {

    static ColumnText of(JsonNode definition) {
      JsonNode value = null;
      boolean notNull = false;
      boolean identity = false;
      boolean generated = false;
      boolean stored = false;
      var others = new ArrayList<JsonNode>();
      for (JsonNode wrapper : definition.path("constraints")) {
        JsonNode constraint = wrapper.path("Constraint");
        switch (constraint.path("contype").asText()) {
          case "CONSTR_NOTNULL" -> notNull = true;
          case "CONSTR_DEFAULT" -> value = constraint.path("raw_expr");
          case "CONSTR_IDENTITY" -> identity = true;
          case "CONSTR_GENERATED" -> {
            generated = true;
            stored = !constraint.path("generated_kind").asText().equals("v");
          }
          default -> others.add(constraint);
        }
      }
      String collation =
          definition.has("collClause")
              ? dev.memdb.sql.Trees.lastName(definition.path("collClause").path("collname"))
              : null;
      return new ColumnText(
          definition.path("colname").asText(),
          SqlType.of(definition.path("typeName")),
          collation,
          value,
          notNull,
          identity,
          generated,
          stored,
          others);
    }

    /** A column without a default of its own has that of its domain. */
    ColumnText withDefault(JsonNode domains) {
      return defaultValue != null || domains == null
          ? this
          : new ColumnText(
              name, type, collation, domains, notNull, identity, generated, stored, constraints);
    }

    boolean hasDefault() {
      return defaultValue != null && !Expressions.isNull(defaultValue);
    }

    /** Adds it to a table with everything that stands at it. */
    Column keep(Scene scene, Table table) {
      var column = new Column(name);
      column.type = type.stored();
      column.collation = collation;
      column.notNull = notNull || identity || type.isSerial();
      column.generated = generated || identity || type.isSerial();
      column.hasDefault = defaultValue != null || column.generated;
      column.virtual = generated && !stored;
      column.file = scene.file;
      table.columns.put(name, column);
      for (JsonNode constraint : constraints) {
        String contype = constraint.path("contype").asText();
        if (!contype.startsWith("CONSTR_ATTR") && !contype.equals("CONSTR_NULL")) {
          Constraint kept = Keys.of(scene.schema, table, constraint, name);
          Keys.keep(scene, table, kept);
        }
      }
      return column;
    }
  }
}
