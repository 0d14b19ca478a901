-- How many rows of a run could not be filled, and how many could.
SELECT (SELECT count(*) FROM memdb.backfill_failure WHERE run = r.id),
       r.swept + (SELECT coalesce(sum(rows_done), 0) FROM memdb.backfill_segment WHERE run = r.id)
  FROM memdb.backfill_run r WHERE r.id = ?
