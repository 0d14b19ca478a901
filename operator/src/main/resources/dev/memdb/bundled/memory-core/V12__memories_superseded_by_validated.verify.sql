SELECT bool_and(convalidated) AS "every constraint of memory.memories holds for every row"
  FROM pg_catalog.pg_constraint
 WHERE conrelid = 'memory.memories'::regclass;

SELECT bool_and(EXISTS (
         SELECT
           FROM pg_catalog.pg_index
          WHERE indrelid = conrelid AND indisvalid AND indpred IS NULL
            AND (indkey::int2[])[0:cardinality(conkey) - 1] = conkey
       )) AS "every foreign key has an index"
  FROM pg_catalog.pg_constraint
 WHERE connamespace = 'memory'::regnamespace AND contype = 'f';
