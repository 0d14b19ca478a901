package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What is wanted. Absent fields stay null: defaults live in code, so that a GitOps tool never sees
 * a difference.
 *
 * @param targetVersion the version that every environment must at least reach
 * @param migrations where the migration set comes from
 * @param schemas PostgreSQL schemas under management
 * @param environments the databases, by name; their order means nothing
 * @param locking how long a migration may wait and block; null: the defaults
 * @param safety what is done about unsafe migrations; null: the defaults
 * @param parity what is done about differences, and how often they are looked for; null: defaults
 * @param backfill how gently backfills work, and where; null: the defaults
 * @param suspend true: nothing is changed anywhere; null: false
 * @param unknown fields and values that this operator does not know, as paths with their root
 *     {@code spec}; it is older than the CRD that they were written for
 */
@JsonDeserialize(using = SpecReader.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "self.targetVersion.matches('^[0-9]+(\\\\.[0-9]+)*$')",
    message = "targetVersion is made of digits and dots, like \"7\" or \"2.1\"",
    fieldPath = ".targetVersion")
@ValidationRule(
    value = "self.schemas.all(s, s.matches('^[a-z_][a-z0-9_]*$'))",
    message =
        "schemas: a schema's name is made of lower-case letters, digits and _, and does not begin"
            + " with a digit",
    fieldPath = ".schemas")
@ValidationRule(
    value =
        "self.schemas.all(s, s != 'memdb' && s != 'information_schema' && !s.startsWith('pg_'))",
    message =
        "schemas: memdb belongs to the operator, information_schema and pg_* belong to PostgreSQL",
    fieldPath = ".schemas")
@ValidationRule(
    value =
        "self.environments.exists_one(e, !has(e.promotion) || !has(e.promotion.after)"
            + " || e.promotion.after.size() == 0)",
    message = "exactly one environment goes first: give every other one a promotion.after",
    fieldPath = ".environments")
@ValidationRule(
    value =
        "self.environments.all(e, !has(e.promotion) || !has(e.promotion.after)"
            + " || e.promotion.after.all(a, self.environments.exists(o, o.name == a)))",
    message = "promotion.after names an environment that this resource does not have",
    fieldPath = ".environments")
@ValidationRule(
    value =
        "self.environments.all(e, !has(e.promotion) || !has(e.promotion.after)"
            + " || e.promotion.after.all(a, a == e.name || !self.environments.exists(o, o.name == a"
            + " && has(o.promotion) && has(o.promotion.after) && e.name in o.promotion.after)))",
    message = "promotion.after: two environments wait for each other, so neither can begin",
    fieldPath = ".environments")
@ValidationRule(
    value =
        "self.environments.all(e, self.environments.exists_one(o,"
            + " o.connection.secretRef.name == e.connection.secretRef.name))",
    message = "two environments name the same Secret: each needs a database of its own",
    fieldPath = ".environments")
public record MemoryDatabaseSpec(
    @Required
        @Size(min = 1, max = Validation.VERSION)
        @JsonPropertyDescription(
            "The version that every environment must at least reach, as a quoted text: \"7\"."
                + " Raise it to migrate. A lower one undoes nothing: schemas only roll forward.")
        String targetVersion,
    @Required
        @JsonPropertyDescription(
            "Where the migrations come from: exactly one of bundled and configMaps.")
        MigrationsSpec migrations,
    @Required
        @Size(min = 1, max = Validation.SCHEMAS)
        @JsonPropertyDescription(
            "The PostgreSQL schemas that the migrations make: these are compared. They are also the"
                + " search_path while a migration runs, in this order.")
        List<@Size(min = 1, max = Validation.SCHEMA_NAME) String> schemas,
    @Required
        @Size(min = 1, max = Validation.ENVIRONMENTS)
        @JsonPropertyDescription(
            "The databases that must have the same schema, each with a name of its own. Their order"
                + " here means nothing: promotion.after says who goes first.")
        List<EnvironmentSpec> environments,
    @JsonPropertyDescription("How long a migration may wait and block.") LockingSpec locking,
    @JsonPropertyDescription(
            "What is done about migrations that would block or break an application.")
        SafetySpec safety,
    @JsonPropertyDescription(
            "What is done about differences between a schema and what it should be.")
        ParitySpec parity,
    @JsonPropertyDescription(
            "How gently backfills work, and where; an environment may have settings of its own.")
        FillSpec backfill,
    @JsonPropertyDescription(
            "true: the operator looks at the databases and changes nothing in them. For a quick"
                + " stop without an edit of the spec use annotation memdb.dev/hold: <why>."
                + " Default: false.")
        Boolean suspend,
    @JsonIgnore List<String> unknown) {

  public MemoryDatabaseSpec {
    schemas = schemas == null ? List.of() : List.copyOf(schemas);
    environments = environments == null ? List.of() : List.copyOf(environments);
    unknown = unknown == null ? List.of() : List.copyOf(unknown);
  }

  MemoryDatabaseSpec withUnknown(List<String> fields) {
    return new MemoryDatabaseSpec(
        targetVersion,
        migrations,
        schemas,
        environments,
        locking,
        safety,
        parity,
        backfill,
        suspend,
        fields);
  }
}
