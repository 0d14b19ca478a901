package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** An environment's state in one word. */
public enum EnvironmentState {
  /** Not looked at yet. */
  @JsonProperty("Unknown")
  UNKNOWN,
  /** Something else has to happen first. */
  @JsonProperty("Waiting")
  WAITING,
  /** A migration is running or about to be tried again. */
  @JsonProperty("Migrating")
  MIGRATING,
  /** At or ahead of the target, with the expected schema. */
  @JsonProperty("Ready")
  READY,
  /** A person has to mend something. */
  @JsonProperty("Stalled")
  STALLED,
  /** Suspended or held by a person. */
  @JsonProperty("Suspended")
  SUSPENDED
}
