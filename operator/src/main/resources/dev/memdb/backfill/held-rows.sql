-- The open rows of a range that somebody holds: locking passes them over.
WITH free AS MATERIALIZED (
  SELECT ctid AS memdb_place FROM ONLY :relation
   WHERE :range AND :pending
     FOR NO KEY UPDATE SKIP LOCKED)
SELECT t.ctid::text
  FROM ONLY :relation t
 WHERE :range AND :pending
   AND NOT EXISTS (SELECT FROM free WHERE free.memdb_place = t.ctid)
