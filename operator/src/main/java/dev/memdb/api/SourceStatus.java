package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The migration set in use.
 *
 * @param from where it was read: {@code bundled memory-core}, {@code ConfigMap recall-migrations}
 * @param digest {@code sha256:…} over file names and contents
 * @param latestVersion the highest version in it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourceStatus(String from, String digest, String latestVersion) {}
