-- New limits of a run, unless it has them; workers see them with the next batch.
UPDATE memdb.backfill_run SET target_ms = new.target_ms, duty_max = new.duty_max, max_lag_bytes = new.max_lag_bytes
  FROM (SELECT ?::int AS target_ms, ?::real AS duty_max, ?::bigint AS max_lag_bytes) new
 WHERE version = ?
   AND (backfill_run.target_ms, backfill_run.duty_max, backfill_run.max_lag_bytes) IS DISTINCT FROM (new.target_ms, new.duty_max, new.max_lag_bytes)
