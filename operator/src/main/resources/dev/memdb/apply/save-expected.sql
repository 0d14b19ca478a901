INSERT INTO memdb.expected (version, fingerprint, schemas, snapshot)
VALUES (:version, :fingerprint, :schemas, :snapshot)
ON CONFLICT (one) DO UPDATE SET version = excluded.version, fingerprint = excluded.fingerprint, schemas = excluded.schemas,
  snapshot = excluded.snapshot, recorded_at = clock_timestamp()
