package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Where the migration set comes from: exactly one of the two.
 *
 * @param bundled a set that ships with the operator ({@code memory-core}); null when not used
 * @param configMaps ConfigMaps of the same namespace whose keys are file names, merged
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "has(self.bundled) != has(self.configMaps)",
    message = "name exactly one source: either migrations.bundled or migrations.configMaps")
@ValidationRule(
    value = "!has(self.bundled) || self.bundled" + Validation.IS_LABEL,
    message = "migrations.bundled is the name of a set that ships with the operator: memory-core",
    fieldPath = ".bundled")
@ValidationRule(
    value =
        "!has(self.configMaps) || self.configMaps.all(c,"
            + " self.configMaps.exists_one(o, o.name == c.name))",
    message = "migrations.configMaps names the same ConfigMap twice",
    fieldPath = ".configMaps")
public record MigrationsSpec(
    @Size(max = 63) @JsonPropertyDescription("A set that ships with the operator: memory-core.")
        String bundled,
    @Size(min = 1, max = Validation.CONFIG_MAPS)
        @JsonPropertyDescription(
            "ConfigMaps whose keys are file names like V1__create_tables.sql. Several are merged"
                + " into one set, so a large set can be split.")
        List<ConfigMapRef> configMaps) {
  public MigrationsSpec {
    configMaps = configMaps == null ? List.of() : List.copyOf(configMaps);
  }
}
