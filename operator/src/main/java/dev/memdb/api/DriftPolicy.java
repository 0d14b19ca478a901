package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a change that no migration made causes. */
public enum DriftPolicy {
  /** It is reported; migrations go on. */
  @JsonProperty("Report")
  REPORT,
  /** It is reported, and nothing is migrated or promoted until it is gone. */
  @JsonProperty("Block")
  BLOCK
}
