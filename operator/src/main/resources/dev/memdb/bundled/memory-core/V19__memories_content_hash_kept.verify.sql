-- tgtype is a set of bits: 1 for each row, 2 BEFORE, 4 INSERT, 16 UPDATE.
SELECT count(*) = 1 AS "every new hash and every new content goes through a trigger",
       bool_and(tgenabled = 'A') AS "whoever writes it"
  FROM pg_catalog.pg_trigger
 WHERE tgrelid = 'memory.memories'::regclass
   AND tgfoid = 'memory.keep_content_hash()'::regprocedure
   AND tgtype = 1 + 2 + 4 + 16
   AND tgattr::int2[] @> ARRAY(
     SELECT attnum
       FROM pg_catalog.pg_attribute
      WHERE attrelid = tgrelid AND attname IN ('content', 'content_hash'))
   AND cardinality(tgattr::int2[]) = 2;

SELECT to_regprocedure('memory.fill_content_hash()') IS NULL AS "what filled beside the backfill is gone"
  FROM pg_catalog.pg_namespace
 WHERE nspname = 'memory';
