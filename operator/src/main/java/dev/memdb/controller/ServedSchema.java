package dev.memdb.controller;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out of a status what the installed CRD does not declare. One field too many, and the API
 * server refuses the whole status with an internal error: that is what a new operator meets when
 * its CRD was not upgraded first.
 */
final class ServedSchema {
  private static final Logger LOG = LoggerFactory.getLogger(ServedSchema.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<JSONSchemaProps> schema;
  private final boolean outdated;
  private final Set<String> undeclared = new TreeSet<>();

  /**
   * @param schema of the status; empty: everything is declared
   */
  ServedSchema(Optional<JSONSchemaProps> schema) {
    this.schema = schema;
    this.outdated = schema.filter(s -> lacks(s, MemoryDatabaseStatus.class)).isPresent();
  }

  /** The schema of the status in an installed CRD. */
  static ServedSchema of(CustomResourceDefinition crd) {
    return new ServedSchema(
        crd.getSpec().getVersions().stream()
            .filter(v -> v.getName().equals(MemoryDatabase.VERSION))
            .findFirst()
            .map(v -> v.getSchema().getOpenAPIV3Schema().getProperties().get("status")));
  }

  /** Whether it lacks fields that a status of this operator may have. */
  boolean isOutdated() {
    return outdated;
  }

  private static boolean lacks(JSONSchemaProps declared, Type type) {
    if (type instanceof ParameterizedType list && declared.getItems() != null) {
      return lacks(declared.getItems().getSchema(), list.getActualTypeArguments()[0]);
    }
    if (!(type instanceof Class<?> c) || !c.isRecord() || declared.getProperties() == null) {
      return false;
    }
    for (RecordComponent field : c.getRecordComponents()) {
      JSONSchemaProps child = declared.getProperties().get(field.getName());
      if (child == null || lacks(child, field.getGenericType())) {
        return true;
      }
    }
    return false;
  }

  /** The status without undeclared fields; the same object when there are none. */
  MemoryDatabaseStatus prune(MemoryDatabaseStatus status) {
    if (schema.isEmpty()) {
      return status;
    }
    JsonNode tree = JSON.valueToTree(status);
    return prune(tree, schema.get(), "status")
        ? JSON.convertValue(tree, MemoryDatabaseStatus.class)
        : status;
  }

  private boolean prune(JsonNode node, JSONSchemaProps declared, String path) {
    boolean changed = false;
    if (node instanceof ObjectNode object && declared.getProperties() != null) {
      for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        JSONSchemaProps child = declared.getProperties().get(name);
        if (child == null) {
          tell(path + "." + name);
          names.remove();
          changed = true;
        } else {
          changed |= prune(object.get(name), child, path + "." + name);
        }
      }
    } else if (node instanceof ArrayNode array && declared.getItems() != null) {
      for (JsonNode item : array) {
        changed |= prune(item, declared.getItems().getSchema(), path + "[]");
      }
    }
    return changed;
  }

  private synchronized void tell(String path) {
    if (undeclared.add(path)) {
      LOG.warn(
          "the installed CRD is older than this operator: {} is left out. Apply crds/ to see it.",
          path);
    }
  }
}
