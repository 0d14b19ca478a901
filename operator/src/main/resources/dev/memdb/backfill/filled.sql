-- Nothing is open any more, but what was written down as failing.
UPDATE memdb.backfill_run
   SET state = 'filled', finished_at = clock_timestamp(), sweeper = NULL, lease_until = NULL, limited_by = NULL
 WHERE id = ? AND state = 'filling'
