package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * What an environment's catalogs say.
 *
 * @param fingerprint {@code sha256:…} over every object of the managed schemas
 * @param differences how many objects differ from what the migrations made; null: none
 * @param drift the first five of them
 * @param checkedAt when a change of this was last seen, RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SchemaStatus(
    @JsonPropertyDescription(
            "A hash over every object of the managed schemas: equal schemas have equal ones.")
        String fingerprint,
    @JsonPropertyDescription("How many objects differ from what the migrations made; absent: none.")
        Integer differences,
    @JsonPropertyDescription("The first five of them, one line each.") List<String> drift,
    @JsonPropertyDescription("When this was first seen to be so.") String checkedAt) {
  public SchemaStatus {
    drift = drift == null ? List.of() : List.copyOf(drift);
  }
}
