-- The first rows of a range of blocks that are open, and neither written down as failing nor held by somebody.
SELECT t.ctid::text
  FROM ONLY :relation t
 WHERE t.ctid >= ?::tid AND t.ctid < ?::tid AND :pending
   AND t.ctid <> ALL (?::tid[])
   AND NOT EXISTS (SELECT FROM memdb.backfill_failure f WHERE f.run = ? AND f.relid = ?::oid AND f.key = :key)
 LIMIT ?
