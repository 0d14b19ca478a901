package dev.memdb.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes the resource definition from the types: what their annotations say, and what annotations
 * cannot say.
 */
final class CrdManifests implements CRDPostProcessor {
  static final String PATH = "crds/memorydatabases.memdb.dev.yaml";

  private static final String HEADER =
      "# Made from the types of dev.memdb.api; CrdManifestsTest says how. Do not edit.\n";

  /** The definition as YAML, ready for {@code kubectl apply}. */
  static String yaml() {
    InMemory output = new InMemory();
    // never withMinQuotes: it prints the enum True, False as booleans, and status writes then fail
    new CRDGenerator()
        .withOutput(output)
        .withPostProcessor(new CrdManifests())
        .customResourceClasses(List.of(MemoryDatabase.class))
        .generate();
    String generated = output.stream.toString(StandardCharsets.UTF_8);
    return HEADER + generated.substring(generated.indexOf("apiVersion"));
  }

  @Override
  public HasMetadata process(HasMetadata generated, String crdSpecVersion) {
    CustomResourceDefinition definition = (CustomResourceDefinition) generated;
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().get(0);
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(
        "A PostgreSQL schema that must be the same, at one version, in every environment.");
    spec(at(root, "spec"));
    status(at(root, "status"));
    version.setAdditionalPrinterColumns(columns());
    return definition;
  }

  private static void spec(JSONSchemaProps spec) {
    listMap(at(spec, "environments"), "name");
    at(spec, "schemas").setXKubernetesListType("set");
    JSONSchemaProps environment = at(spec, "environments").getItems().getSchema();
    at(environment, "promotion", "after").setXKubernetesListType("set");
  }

  private static void status(JSONSchemaProps status) {
    // a resource that nobody has looked at must not count as healthy
    status.setDefault(Serialization.unmarshal("{\"observedGeneration\": -1}", JsonNode.class));
    listMap(at(status, "conditions"), "type");
    listMap(at(status, "environments"), "name");
    JSONSchemaProps condition = at(status, "conditions").getItems().getSchema();
    at(condition, "status")
        .setEnum(Stream.of("True", "False", "Unknown").<JsonNode>map(TextNode::valueOf).toList());
    at(condition, "lastTransitionTime").setFormat("date-time");
    at(condition, "reason").setPattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
    JSONSchemaProps environment = at(status, "environments").getItems().getSchema();
    // an operator that knows another reason than this definition must still be able to tell it
    at(environment, "reason").setEnum(null);
    at(environment, "state").setEnum(null);
  }

  private static List<CustomResourceColumnDefinition> columns() {
    return List.of(
        column("Target", ".spec.targetVersion"),
        column("Versions", ".status.versions"),
        column("Ready", condition("Ready", "status")),
        column("Reason", condition("Ready", "reason")),
        column("Parity", condition("SchemaParity", "status")),
        new CustomResourceColumnDefinitionBuilder(column("Message", condition("Ready", "message")))
            .withPriority(1)
            .build(),
        new CustomResourceColumnDefinitionBuilder(column("Age", ".metadata.creationTimestamp"))
            .withType("date")
            .build());
  }

  private static CustomResourceColumnDefinition column(String name, String path) {
    return new CustomResourceColumnDefinitionBuilder()
        .withName(name)
        .withType("string")
        .withJsonPath(path)
        .build();
  }

  private static String condition(String type, String field) {
    return ".status.conditions[?(@.type==\"%s\")].%s".formatted(type, field);
  }

  /** Entries are told apart by a key, so that two writers can own one each. */
  private static void listMap(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
    JSONSchemaProps item = list.getItems().getSchema();
    TreeSet<String> required = new TreeSet<>(item.getRequired());
    required.add(key);
    item.setRequired(List.copyOf(required));
  }

  private static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
    JSONSchemaProps at = schema;
    for (String name : path) {
      at = at.getProperties().get(name);
    }
    return at;
  }

  private static final class InMemory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return stream;
    }

    @Override
    public void close() {}
  }
}
