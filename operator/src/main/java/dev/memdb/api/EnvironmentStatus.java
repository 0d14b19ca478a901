package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One environment. The names sort after {@code name} on purpose: {@code kubectl describe} prints
 * keys in alphabetical order, and an item must begin with its name.
 *
 * @param name the environment
 * @param note what is going on and what to do
 * @param pending versions still to apply, at most ten
 * @param progress the statement that runs now; null: none
 * @param reason the documented cause of the state
 * @param recentMigration the last version applied; null: none known
 * @param schema what the catalogs say; null: not looked at yet
 * @param since when state or reason last changed, RFC 3339
 * @param state one word
 * @param version the highest applied version; null: none or unknown
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EnvironmentStatus(
    String name,
    String note,
    List<String> pending,
    ProgressStatus progress,
    Reason reason,
    MigrationStatus recentMigration,
    SchemaStatus schema,
    String since,
    EnvironmentState state,
    String version) {

  public EnvironmentStatus {
    pending = pending == null ? List.of() : List.copyOf(pending);
  }
}
