-- tgtype is a set of bits: 1 for each row, 2 BEFORE, 4 INSERT, 16 UPDATE.
SELECT count(*) = 2 AS "new and changed memories are filled",
       bool_and(fill.tgenabled = 'A') AS "whoever writes them",
       bool_and(NOT EXISTS (
         SELECT
           FROM pg_catalog.pg_trigger AS later
          WHERE later.tgrelid = fill.tgrelid
            AND later.tgfoid <> fill.tgfoid
            AND later.tgtype & 3 = 3
            AND later.tgname::text COLLATE "C" > fill.tgname::text COLLATE "C"
       )) AS "and no trigger changes them afterwards"
  FROM pg_catalog.pg_trigger AS fill
 WHERE fill.tgrelid = 'memory.memories'::regclass
   AND fill.tgfoid = 'memory.fill_content_hash()'::regprocedure;

SELECT bool_and(attnum = ANY (tgattr::int2[]) <> (attname = 'content_hash')) AS "only the hash is no change of a memory"
  FROM pg_catalog.pg_trigger
  JOIN pg_catalog.pg_attribute ON attrelid = tgrelid AND attnum > 0 AND NOT attisdropped
 WHERE tgrelid = 'memory.memories'::regclass
   AND tgname = 'memories_lifecycle';
