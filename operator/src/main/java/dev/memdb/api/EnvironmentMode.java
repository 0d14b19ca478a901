package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who migrates an environment. */
public enum EnvironmentMode {
  /** The operator brings it to the target version. */
  @JsonProperty("Migrate")
  MIGRATE,
  /** Somebody else migrates it; the operator only looks, and gates and compares by what it sees. */
  @JsonProperty("Observe")
  OBSERVE
}
