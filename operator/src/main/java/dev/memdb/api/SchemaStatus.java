package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What an environment's catalogs say.
 *
 * @param fingerprint {@code sha256:…} over every object of the managed schemas
 * @param differences how many objects differ from what the migrations made; null or 0: none
 * @param drift the first five of them
 * @param checkedAt when a change of this was last seen, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SchemaStatus(
    String fingerprint, Integer differences, List<String> drift, String checkedAt) {
  public SchemaStatus {
    drift = drift == null ? List.of() : List.copyOf(drift);
  }
}
