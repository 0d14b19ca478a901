-- Rows that no pass has met: they moved behind it, or came with a table that was attached meanwhile.
WITH open AS (
  SELECT t.ctid AS place
    FROM ONLY :relation t
   WHERE :pending
     AND NOT EXISTS (SELECT FROM memdb.backfill_failure f WHERE f.run = ? AND f.relid = ?::oid AND f.key = :key)
   LIMIT 500)
UPDATE ONLY :relation t SET :assignments FROM open WHERE t.ctid = open.place AND :pending
