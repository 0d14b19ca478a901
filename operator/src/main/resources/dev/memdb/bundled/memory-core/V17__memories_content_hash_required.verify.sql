SELECT attnotnull AS "a memory without its hash is refused",
       EXISTS (
         SELECT
           FROM pg_catalog.pg_constraint
          WHERE conrelid = attrelid AND conname = 'memories_content_hash_check' AND convalidated
       ) AS "and one with a wrong hash"
  FROM pg_catalog.pg_attribute
 WHERE attrelid = 'memory.memories'::regclass
   AND attname = 'content_hash';
