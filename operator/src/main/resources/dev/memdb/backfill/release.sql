-- The holder stops: whoever comes next need not wait for the end of its lease.
UPDATE memdb.backfill_segment
   SET status = 'pending', holder = NULL, lease_until = NULL, limited_by = NULL
 WHERE run = ? AND seg = ? AND holder = ?::uuid AND status = 'running'
