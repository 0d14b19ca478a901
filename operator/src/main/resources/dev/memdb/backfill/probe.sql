-- The update as batches and the sweep make it, not run: whether columns, types and privileges allow it.
EXPLAIN WITH u AS (
  UPDATE :relation t SET :assignments
    FROM (SELECT NULL::tid AS memdb_place) open
   WHERE t.ctid = open.memdb_place AND :pending
  RETURNING :pending)
SELECT count(*) FROM u
