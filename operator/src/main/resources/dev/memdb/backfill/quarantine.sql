-- A row that cannot be filled.
INSERT INTO memdb.backfill_failure (run, relid, key, sqlstate, message)
SELECT ?, ?::oid, :key, ?, ? FROM ONLY :relation t WHERE t.ctid = ?::tid
ON CONFLICT (run, relid, key) DO UPDATE SET sqlstate = excluded.sqlstate, message = excluded.message, seen_at = clock_timestamp()
