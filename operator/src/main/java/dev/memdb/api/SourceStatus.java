package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The migration set in use.
 *
 * @param from where it was read: {@code bundled memory-core}, {@code ConfigMap recall-migrations}
 * @param digest {@code sha256:…} over file names and contents
 * @param latestVersion the highest version in it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourceStatus(
    @JsonPropertyDescription("Where it was read.") String from,
    @JsonPropertyDescription("A hash over the names and contents of its files.") String digest,
    @JsonPropertyDescription("The highest version in it.") String latestVersion) {}
