package dev.memdb.apply;

import dev.memdb.migration.Version;
import dev.memdb.postgres.SqlText;
import java.util.Optional;
import java.util.UUID;

/** The row in {@code memdb.run}: who does what, and why. */
final class RunRow {
  private RunRow() {}

  /** The statement that writes it. */
  static String insert(UUID run, RunRequest request, Optional<Version> from) {
    return "INSERT INTO memdb.run (id, cluster, resource, environment, from_version, target_version,"
        + " source, source_digest, request, holder, operator_version) VALUES ("
        + String.join(
            ", ",
            SqlText.literal(run.toString()),
            SqlText.literal(request.self().cluster()),
            SqlText.literal(request.self().resource()),
            SqlText.literal(request.self().environment()),
            from.map(v -> SqlText.literal(v.text())).orElse("NULL"),
            SqlText.literal(request.wanted().text()),
            SqlText.literal(request.set().from()),
            SqlText.literal(request.set().digest()),
            SqlText.literal(request.request()),
            SqlText.literal(request.holder()),
            SqlText.literal(Installation.version()))
        + ")";
  }
}
