package dev.memdb.plan;

import java.util.Optional;

/**
 * What a run was planned with. A failure that a person has to mend stands for as long as this stays
 * the same; any change of it is worth another try.
 *
 * @param generation of the spec
 * @param digest of the migration set; empty: there was none
 * @param requestedAt the value of annotation {@code memdb.dev/requested-at}
 */
public record Basis(long generation, Optional<String> digest, Optional<String> requestedAt) {}
