-- The run of a version, made once.
INSERT INTO memdb.backfill_run (version, digest, relation, pending, assignments, expressions, duty_max, target_ms, max_lag_bytes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (version) DO NOTHING
RETURNING id
