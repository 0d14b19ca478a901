package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.List;

/** Types of the user's own. */
final class TypeForms {
  /** The first version that lets a new value be used when its type is as new. */
  private static final int NEW_VALUES_OF_NEW_TYPES = 17;

  private static final String SCAN = "domain-constraint-scan";

  private TypeForms() {}

  static void create(Scene scene) {
    JsonNode node = scene.statement.node();
    switch (scene.statement.kind()) {
      case "CreateDomainStmt" -> domain(scene, node);
      case "CreateEnumStmt" ->
          keep(scene, Trees.name(node.path("typeName")), Type.Kind.ENUM)
              .labels
              .addAll(Trees.name(node.path("vals")));
      case "CompositeTypeStmt" -> {
        Name name = scene.schema.newName(node.path("typevar"));
        keep(scene, List.of(name.schema(), name.name()), Type.Kind.COMPOSITE);
      }
      default -> keep(scene, Trees.name(node.path("typeName")), Type.Kind.OTHER);
    }
  }

  private static Type keep(Scene scene, List<String> parts, Type.Kind kind) {
    Name name = scene.schema.newName(parts);
    var type = new Type(name, kind);
    type.bornIn = scene.course.number();
    type.file = scene.file;
    scene.schema.types.put(name, type);
    return type;
  }

  private static void domain(Scene scene, JsonNode node) {
    Type domain = keep(scene, Trees.name(node.path("domainname")), Type.Kind.DOMAIN);
    domain.base = SqlType.of(node.path("typeName")).stored();
    for (JsonNode wrapper : node.path("constraints")) {
      JsonNode constraint = wrapper.path("Constraint");
      switch (constraint.path("contype").asText()) {
        case "CONSTR_CHECK" -> domain.constraints.put(name(domain, constraint), true);
        case "CONSTR_NOTNULL" -> domain.notNull = true;
        case "CONSTR_DEFAULT" -> domain.defaultValue = constraint.path("raw_expr");
        default -> {}
      }
    }
  }

  private static String name(Type domain, JsonNode constraint) {
    String written = constraint.path("conname").asText();
    return written.isEmpty()
        ? domain.name.name()
            + "_check"
            + (domain.constraints.isEmpty() ? "" : domain.constraints.size())
        : written;
  }

  static void alterDomain(Scene scene) {
    JsonNode node = scene.statement.node();
    List<String> parts = Trees.name(node.path("typeName"));
    Type domain = scene.schema.types.get(scene.schema.among(scene.schema.types, parts));
    JsonNode constraint = node.path("def").path("Constraint");
    String name = String.join(".", parts);
    switch (kind(node)) {
      case "C" -> {
        boolean valid = !constraint.path("skip_validation").asBoolean();
        if (valid) {
          LockMode mode = LockMode.SHARE;
          scans(scene, domain, "ALTER DOMAIN " + name + " ADD CONSTRAINT", mode, SCAN);
        }
        if (domain != null) {
          boolean notNull = constraint.path("contype").asText().equals("CONSTR_NOTNULL");
          domain.notNull |= notNull;
          domain.constraints.put(name(domain, constraint), valid);
        }
      }
      case "O" -> {
        scans(scene, domain, "ALTER DOMAIN " + name + " SET NOT NULL", LockMode.SHARE, SCAN);
        if (domain != null) {
          domain.notNull = true;
        }
      }
      case "T" -> {
        if (domain != null) {
          domain.defaultValue = node.has("def") ? node.path("def") : null;
        }
      }
      case "V" -> validate(scene, domain, node, name);
      case "N" -> {
        if (domain != null) {
          domain.notNull = false;
        }
      }
      case "X" -> {
        if (domain != null) {
          domain.constraints.remove(node.path("name").asText());
        }
      }
      default -> {}
    }
  }

  /** PostgreSQL's own letter for what is altered, which newer parsers write as a word. */
  private static String kind(JsonNode node) {
    return switch (node.path("subtype").asText()) {
      case "AD_AlterDefault" -> "T";
      case "AD_AddConstraint" -> "C";
      case "AD_SetNotNull" -> "O";
      case "AD_ValidateConstraint" -> "V";
      case "AD_DropNotNull" -> "N";
      case "AD_DropConstraint" -> "X";
      default -> node.path("subtype").asText();
    };
  }

  /** Since 18 writers go on meanwhile. */
  private static void validate(Scene scene, Type domain, JsonNode node, String name) {
    String constraint = node.path("name").asText();
    boolean gentle = scene.major >= 18;
    String what = "ALTER DOMAIN " + name + " VALIDATE CONSTRAINT";
    if (domain != null && Boolean.FALSE.equals(domain.constraints.get(constraint))) {
      scans(scene, domain, what, gentle ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE, null);
      domain.constraints.put(constraint, true);
    }
  }

  /** Every table that has a column of the domain is read. */
  private static void scans(Scene scene, Type domain, String what, LockMode mode, String rule) {
    if (domain == null) {
      scene.says(
          rule,
          what
              + " reads every table that uses it, under a SHARE lock; nobody writes them until the"
              + " transaction ends.",
          null);
      return;
    }
    for (Table table : scene.schema.tables.values()) {
      boolean uses =
          table.columns.values().stream()
              .anyMatch(
                  c -> scene.schema.type(c.type).filter(t -> isOf(scene, t, domain)).isPresent());
      if (uses) {
        scene.does(table, mode, Work.SCAN, rule, what, null);
      }
    }
  }

  private static boolean isOf(Scene scene, Type type, Type domain) {
    return type == domain
        || (type.base != null
            && scene.schema.type(type.base).filter(t -> isOf(scene, t, domain)).isPresent());
  }

  static void alterEnum(Scene scene) {
    JsonNode node = scene.statement.node();
    List<String> parts = Trees.name(node.path("typeName"));
    Name name = scene.schema.among(scene.schema.types, parts);
    Type type = scene.schema.types.computeIfAbsent(name, n -> new Type(n, Type.Kind.ENUM));
    if (node.has("oldVal")) {
      RenameForms.enumValue(scene, node, type);
      return;
    }
    String value = node.path("newVal").asText();
    boolean there = !type.labels.add(value) && node.path("skipIfNewValExists").asBoolean();
    boolean harmless =
        there || (type.bornIn == scene.course.number() && scene.major >= NEW_VALUES_OF_NEW_TYPES);
    if (!harmless) {
      type.added.put(value, scene.course.number());
    }
  }
}
