package dev.memdb.api;

import java.util.List;

/**
 * What an environment waits for.
 *
 * @param after environments that must be at the version, healthy and equal first
 */
public record PromotionSpec(List<String> after) {
  public PromotionSpec {
    after = after == null ? List.of() : List.copyOf(after);
  }
}
