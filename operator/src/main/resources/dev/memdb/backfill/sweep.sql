-- Rows that no pass has met: they moved behind it, or came with a table that was attached meanwhile. How many were met, and how
-- many of them are done now: a trigger may keep a row as it is.
WITH open AS (
  SELECT t.ctid AS memdb_place
    FROM ONLY :relation t
   WHERE :pending
     AND NOT EXISTS (SELECT FROM memdb.backfill_failure f WHERE f.run = ? AND f.relid = ?::oid AND f.key = :key)
   LIMIT 500),
swept AS (
  UPDATE ONLY :relation t SET :assignments FROM open WHERE t.ctid = open.memdb_place AND :pending RETURNING :pending AS still_open)
SELECT (SELECT count(*) FROM open), (SELECT count(*) FROM swept WHERE still_open IS NOT TRUE)
