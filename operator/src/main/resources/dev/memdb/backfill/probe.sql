-- The update as batches and the sweep make it, not run: whether columns, types and privileges allow it.
EXPLAIN WITH u AS (
  UPDATE :relation t SET :assignments
    FROM (SELECT NULL::tid AS place) open
   WHERE t.ctid = open.place AND :pending
  RETURNING 1)
SELECT count(*) FROM u
