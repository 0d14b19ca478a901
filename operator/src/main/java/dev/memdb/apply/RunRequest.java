package dev.memdb.apply;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.ledger.Claim;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.postgres.Endpoint;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param self whose database it must be
 * @param endpoint where it is
 * @param schemas the managed schemas; also the search path of the files
 * @param set the migration set; the run keeps it, whatever happens to its source meanwhile
 * @param target the version to reach at least
 * @param wanted the target of the spec: what is missing up to it is judged
 * @param unsafeDdl what an unsafe migration causes
 * @param limits how long it may wait and block
 * @param onDrift what a hand-made change causes
 * @param canon what was made in the environments that go first
 * @param request what a person asked for (generation, requested-at): a failure is final for one
 *     request
 * @param fillHere true: a backfill is filled in this process; false: the run ends before it, and
 *     goes on when others have filled it
 * @param holder who runs it, for the ledger: the operator's pod
 */
public record RunRequest(
    Claim self,
    Endpoint endpoint,
    List<String> schemas,
    MigrationSet set,
    Version target,
    Version wanted,
    UnsafeDdl unsafeDdl,
    Limits limits,
    DriftPolicy onDrift,
    Canon canon,
    String request,
    boolean fillHere,
    String holder) {
  public RunRequest {
    schemas = List.copyOf(schemas);
  }
}
