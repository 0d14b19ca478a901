package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the texts in a statement that cannot be values of some enums, because what they are
 * compared with, assigned to or cast to is of another type.
 */
final class TypedTexts {
  /** Operators that work on texts and documents, not on enums. */
  private static final Set<String> OF_TEXTS =
      Set.of("||", "->>", "->", "#>", "#>>", "~", "~*", "!~", "!~*", "~~", "~~*", "?", "@>", "<@");

  private final Schema schema;
  private final Set<Name> enums = new HashSet<>();
  private final Map<String, SqlType> defined = new HashMap<>();
  private final List<Table> tables = new ArrayList<>();

  /** Whether all columns of what the statement names are known. */
  private boolean known = true;

  private final Set<JsonNode> found = Collections.newSetFromMap(new IdentityHashMap<>());

  private TypedTexts(Schema schema) {
    this.schema = schema;
  }

  /**
   * Those of a tree, as the very nodes.
   *
   * @param added the enums that have values which matter
   */
  static Set<JsonNode> of(Schema schema, JsonNode tree, Map<String, Set<Name>> added) {
    var texts = new TypedTexts(schema);
    added.values().forEach(texts.enums::addAll);
    texts.names(tree);
    texts.outputs(tree.path("SelectStmt"));
    Trees.forEachObject(tree, texts::read);
    return texts.found;
  }

  private void names(JsonNode tree) {
    for (Name name : Queries.tables(schema, tree)) {
      Table table = schema.tables.get(name);
      known &= table != null && table.known;
      if (table != null) {
        tables.add(table);
      }
    }
    Trees.forEachObject(
        tree,
        object -> {
          JsonNode column = object.path("ColumnDef");
          if (column.has("colname")) {
            defined.put(column.path("colname").asText(), SqlType.of(column.path("typeName")));
          }
        });
    known |= !defined.isEmpty() && tree.has("CreateStmt");
  }

  /** A text that a query gives is a text. */
  private void outputs(JsonNode select) {
    select.path("targetList").forEach(t -> text(t.path("ResTarget").path("val")));
  }

  private void read(JsonNode object) {
    JsonNode expression = object.path("A_Expr");
    if (!expression.isMissingNode()) {
      JsonNode left = expression.path("lexpr");
      JsonNode right = expression.path("rexpr");
      boolean texts = OF_TEXTS.contains(Trees.lastName(expression.path("name")));
      if (texts || isOther(left)) {
        texts(right);
      }
      if (texts || isOther(right)) {
        texts(left);
      }
    }
    JsonNode cast = object.path("TypeCast");
    if (cast.has("arg") && isOther(SqlType.of(cast.path("typeName")))) {
      text(cast.path("arg"));
    }
    JsonNode call = object.path("FuncCall");
    if (call.has("funcname") && schema.function(Trees.name(call.path("funcname"))).isEmpty()) {
      call.path("args").forEach(this::text);
    }
    JsonNode column = object.path("ColumnDef");
    if (column.has("typeName") && isOther(SqlType.of(column.path("typeName")))) {
      column.path("constraints").forEach(c -> text(c.path("Constraint").path("raw_expr")));
    }
    JsonNode alter = object.path("AlterTableStmt");
    alter.path("cmds").forEach(c -> defaults(alter, c.path("AlterTableCmd")));
    assignments(object.path("UpdateStmt"));
    insert(object.path("InsertStmt"));
  }

  private void defaults(JsonNode alter, JsonNode command) {
    boolean sets = command.path("subtype").asText().equals("AT_ColumnDefault");
    if (sets && isOther(alter.path("relation"), command.path("name").asText())) {
      text(command.path("def"));
    }
  }

  private void assignments(JsonNode update) {
    for (JsonNode item : update.path("targetList")) {
      JsonNode target = item.path("ResTarget");
      if (isOther(update.path("relation"), target.path("name").asText())) {
        text(target.path("val"));
      }
    }
  }

  private void insert(JsonNode insert) {
    if (insert.isMissingNode()) {
      return;
    }
    JsonNode relation = insert.path("relation");
    Table table = schema.tables.get(schema.name(relation));
    List<String> columns = new ArrayList<>();
    insert.path("cols").forEach(c -> columns.add(c.path("ResTarget").path("name").asText()));
    if (columns.isEmpty() && table != null && table.known) {
      columns.addAll(table.columns.keySet());
    }
    JsonNode select = insert.path("selectStmt").path("SelectStmt");
    select.path("valuesLists").forEach(l -> row(relation, columns, l.path("List").path("items")));
    List<JsonNode> values = new ArrayList<>();
    select.path("targetList").forEach(t -> values.add(t.path("ResTarget").path("val")));
    row(relation, columns, values);
    for (JsonNode item : insert.path("onConflictClause").path("targetList")) {
      JsonNode target = item.path("ResTarget");
      if (isOther(relation, target.path("name").asText())) {
        text(target.path("val"));
      }
    }
  }

  private void row(JsonNode relation, List<String> columns, Iterable<JsonNode> values) {
    int at = 0;
    for (JsonNode value : values) {
      if (at < columns.size() && isOther(relation, columns.get(at))) {
        text(value);
      }
      at++;
    }
  }

  /** One text, or each of a list. */
  private void texts(JsonNode value) {
    text(value);
    value.path("List").path("items").forEach(this::text);
    value.path("A_ArrayExpr").path("elements").forEach(this::text);
  }

  private void text(JsonNode value) {
    if (value.has("A_Const")) {
      found.add(value);
    }
  }

  /** Whether an expression is of a type that is none of the enums. */
  private boolean isOther(JsonNode expression) {
    JsonNode fields = expression.path("ColumnRef").path("fields");
    if (!fields.isEmpty()) {
      return isOtherColumn(Trees.lastName(fields));
    }
    return (expression.has("A_Expr")
            && OF_TEXTS.contains(Trees.lastName(expression.path("A_Expr").path("name"))))
        || (expression.has("TypeCast")
            && isOther(SqlType.of(expression.path("TypeCast").path("typeName"))));
  }

  private boolean isOtherColumn(String name) {
    List<SqlType> types = new ArrayList<>();
    tables.forEach(t -> Optional.ofNullable(t.columns.get(name)).ifPresent(c -> types.add(c.type)));
    Optional.ofNullable(defined.get(name)).ifPresent(types::add);
    return known && !types.isEmpty() && types.stream().allMatch(this::isOther);
  }

  private boolean isOther(JsonNode relation, String column) {
    Table table = schema.tables.get(schema.name(relation));
    Column there = table == null ? null : table.columns.get(column);
    return there != null && isOther(there.type);
  }

  private boolean isOther(SqlType type) {
    Optional<Type> own = schema.type(type);
    if (type == null || own.isEmpty()) {
      return type != null;
    }
    return !enums.contains(own.get().name) && (own.get().base == null || isOther(own.get().base));
  }
}
