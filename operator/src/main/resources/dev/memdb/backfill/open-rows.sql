SELECT t.ctid::text
  FROM ONLY :relation t
 WHERE :pending
   AND NOT EXISTS (SELECT FROM memdb.backfill_failure f WHERE f.run = ? AND f.relid = ?::oid AND f.key = :key)
 LIMIT 500
