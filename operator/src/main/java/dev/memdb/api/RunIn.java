package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a backfill's workers run. */
public enum RunIn {
  /** In pods of their own, as an Indexed Job. */
  @JsonProperty("Job")
  JOB,
  /** In the operator's process: for a cluster without nodes, or for very small tables. */
  @JsonProperty("Operator")
  OPERATOR
}
