-- tgtype is a set of bits: 2 BEFORE, 8 DELETE, 16 UPDATE, 32 TRUNCATE; without 1 it is a statement's.
SELECT count(*) = 1 AS "UPDATE, DELETE and TRUNCATE are refused, always"
  FROM pg_catalog.pg_trigger
 WHERE tgrelid = 'memory.audit_events'::regclass
   AND tgfoid = 'memory.refuse_change()'::regprocedure
   AND tgtype = 2 + 8 + 16 + 32
   AND tgenabled = 'A';
