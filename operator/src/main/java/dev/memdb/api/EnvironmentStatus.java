package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * One environment. The names sort after {@code name} on purpose: {@code kubectl describe} prints
 * keys in alphabetical order, and an item must begin with its name.
 *
 * @param name the environment
 * @param note what is going on and what to do
 * @param pending versions still to apply, at most ten
 * @param progress the statement that runs now; null: none
 * @param reason the documented cause of the state; null also when a newer operator wrote one that
 *     this one does not know
 * @param recentMigration the last version applied; null: none known
 * @param schema what the catalogs say; null: not looked at yet
 * @param since when state or reason last changed, RFC 3339
 * @param state one word; null as for {@code reason}
 * @param version the highest applied version; null: none or unknown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EnvironmentStatus(
    @Required @JsonPropertyDescription("The environment.") String name,
    @Size(max = 1024) @JsonPropertyDescription("What is going on, and what to do.") String note,
    @JsonPropertyDescription("Versions that are still to be applied: the first ten.")
        List<String> pending,
    @JsonPropertyDescription("Where a migration is at the moment; absent when none is under way.")
        ProgressStatus progress,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription("The documented cause of the state.")
        Reason reason,
    @JsonPropertyDescription("The last version that the operator applied.")
        MigrationStatus recentMigration,
    @JsonPropertyDescription("What the database's catalogs say about the schema.")
        SchemaStatus schema,
    @JsonPropertyDescription("When state or reason last changed.") String since,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @JsonPropertyDescription(
            "One word: Unknown (not looked at yet), Waiting (for something else), Migrating (or"
                + " about to try again), Ready, Stalled (somebody has to mend something) or"
                + " Suspended (somebody wanted it so).")
        EnvironmentState state,
    @JsonPropertyDescription(
            "The highest applied version; of a database that cannot be read, the last one known.")
        String version) {

  public EnvironmentStatus {
    pending = pending == null ? List.of() : List.copyOf(pending);
  }
}
