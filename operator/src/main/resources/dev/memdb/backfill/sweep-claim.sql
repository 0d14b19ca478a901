-- One worker searches at a time; an earlier one's lease may be over.
UPDATE memdb.backfill_run
   SET sweeper = ?::uuid, lease_until = clock_timestamp() + interval '30 s', seen_at = clock_timestamp(), limited_by = NULL
 WHERE id = ? AND state = 'filling' AND desired_state = 'running' AND (lease_until IS NULL OR lease_until < clock_timestamp())
RETURNING duty_max
