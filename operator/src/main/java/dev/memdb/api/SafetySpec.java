package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What is done about migrations that would block or break an application.
 *
 * @param unsafeDDL what an unsafe one causes; null: {@link UnsafeDdl#BLOCK}
 */
public record SafetySpec(
    @JsonPropertyDescription(
            "What a pending migration causes that memdb lint has an error for, or a warning about a lock. Block:"
                + " neither it nor a later version is applied to any environment; earlier ones are."
                + " Warn: it is told, and applied. Applied versions are never judged. Default:"
                + " Block.")
        UnsafeDdl unsafeDDL) {}
