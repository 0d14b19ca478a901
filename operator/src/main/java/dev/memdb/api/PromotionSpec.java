package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What an environment waits for.
 *
 * @param after environments that must be at the version, healthy and equal first
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PromotionSpec(
    @Size(max = Validation.AFTER)
        @JsonPropertyDescription(
            "Names of the environments that go first: this one is migrated only when each of them"
                + " is at the version, healthy, and has the schema that the migrations make."
                + " Exactly one environment of the resource waits for none.")
        List<@Size(max = Validation.ENVIRONMENT_NAME) String> after) {
  public PromotionSpec {
    after = after == null ? List.of() : List.copyOf(after);
  }
}
