package dev.memdb.plan;

import dev.memdb.api.UnsafeDdl;
import dev.memdb.migration.Version;
import java.util.List;
import java.util.Optional;

/**
 * What is to be said against the versions that a database lacks.
 *
 * @param digest of the migration set
 * @param from the first of these versions
 * @param to the target
 * @param unsafe the first version that something is said against; empty: nothing is
 * @param findings what is said of that version: file and line, what would happen, the rule, and the
 *     safe way; of bounded length, and perhaps not all
 * @param count how many findings there are, those of later versions with them
 */
public record Judgement(
    String digest,
    Version from,
    Version to,
    Optional<Version> unsafe,
    List<String> findings,
    int count) {
  public Judgement {
    findings = List.copyOf(findings);
  }

  /** Whether it is about these very versions. */
  boolean isOf(String otherDigest, Version otherFrom, Version otherTo) {
    return digest.equals(otherDigest) && from.equals(otherFrom) && to.equals(otherTo);
  }

  /** What is wrong, where, and what to do. */
  public String describe(UnsafeDdl policy) {
    int more = count - findings.size();
    String said = String.join(" ", findings) + (more > 0 ? " And %d more.".formatted(more) : "");
    return policy == UnsafeDdl.WARN
        ? said + " It is applied all the same (safety.unsafeDDL: Warn)."
        : said
            + " Nothing from version %s on is applied anywhere. Write it the safe way; where it is right as it is, say so above the statement with -- memdb:allow RULE WHY. memdb lint shows all."
                .formatted(unsafe.orElseThrow());
  }
}
