-- The holder is alive and waits for something.
UPDATE memdb.backfill_segment
   SET lease_until = clock_timestamp() + interval '30 s', seen_at = clock_timestamp(), limited_by = ?
 WHERE run = ? AND seg = ? AND holder = ?::uuid AND status = 'running'
