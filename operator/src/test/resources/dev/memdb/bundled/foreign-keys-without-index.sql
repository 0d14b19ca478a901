SELECT conname
  FROM pg_constraint AS fk
 WHERE connamespace = 'memory'::regnamespace
   AND contype = 'f'
   AND NOT EXISTS (
     SELECT
       FROM pg_index
      WHERE indrelid = fk.conrelid AND indisvalid AND indpred IS NULL
        AND (indkey::int2[])[0:cardinality(fk.conkey) - 1] = fk.conkey)
 ORDER BY conname
