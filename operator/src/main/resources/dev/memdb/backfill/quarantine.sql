-- A row that cannot be filled, by its primary key; by its place where it has none.
INSERT INTO memdb.backfill_failure (run, relid, key, sqlstate, message)
SELECT ?, ?::oid,
       coalesce((SELECT jsonb_object_agg(a.attname, to_jsonb(t) -> a.attname)
                   FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                  WHERE i.indrelid = ?::oid AND i.indisprimary),
                jsonb_build_object('ctid', ?::text)),
       ?, ?
  FROM :relation t WHERE t.ctid = ?::tid
ON CONFLICT (run, relid, key) DO UPDATE SET sqlstate = excluded.sqlstate, message = excluded.message, seen_at = clock_timestamp()
