-- The open rows of a range that somebody holds: locking passes them over.
WITH free AS MATERIALIZED (
  SELECT ctid AS memdb_place FROM ONLY :relation
   WHERE ctid >= ?::tid AND ctid < ?::tid AND :pending
     FOR NO KEY UPDATE SKIP LOCKED)
SELECT t.ctid::text
  FROM ONLY :relation t
 WHERE t.ctid >= ?::tid AND t.ctid < ?::tid AND :pending
   AND NOT EXISTS (SELECT FROM free WHERE free.memdb_place = t.ctid)
