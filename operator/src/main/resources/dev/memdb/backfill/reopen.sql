-- Rows are open: the next try sweeps again. Says which failed, the first three by key.
WITH open AS (
  UPDATE memdb.backfill_run SET state = 'filling', attempt = attempt + 1, finished_at = NULL WHERE version = ? RETURNING id),
failed AS (
  SELECT f.key::text AS key, f.sqlstate, f.message, count(*) OVER () AS n
    FROM memdb.backfill_failure f JOIN open ON open.id = f.run
   ORDER BY f.key::text LIMIT 3)
SELECT max(n) || ' row(s) could not be filled: ' || string_agg(key || ' (' || message || ', SQLSTATE ' || sqlstate || ')', ', ')
       || CASE WHEN max(n) > 3 THEN ', …; all of them: SELECT * FROM memdb.backfill_failure' ELSE '' END
  FROM failed, (SELECT FROM open) o
