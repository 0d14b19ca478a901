-- A run of another text of the same version is not this one; what failed before is tried once more.
WITH other AS (
  DELETE FROM memdb.backfill_run WHERE version = ? AND digest <> ? AND state <> 'proven' RETURNING id)
DELETE FROM memdb.backfill_failure f USING memdb.backfill_run r WHERE r.id = f.run AND r.version = ?
