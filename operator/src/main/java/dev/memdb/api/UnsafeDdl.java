package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a pending migration causes that would block or break an application. */
public enum UnsafeDdl {
  /** It is reported, and neither it nor a later version is applied anywhere. */
  @JsonProperty("Block")
  BLOCK,
  /** It is reported, and applied. */
  @JsonProperty("Warn")
  WARN
}
