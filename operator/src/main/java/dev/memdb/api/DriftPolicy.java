package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a change that no migration made causes. */
public enum DriftPolicy {
  /** It is reported; migrations go on. */
  @JsonProperty("Report")
  REPORT,
  /**
   * It is reported, and nothing is migrated or promoted over it. Two things go on: migrations that
   * take it over and make the same, and a backfill that was begun.
   */
  @JsonProperty("Block")
  BLOCK
}
