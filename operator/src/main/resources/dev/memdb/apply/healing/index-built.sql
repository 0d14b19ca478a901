-- A valid index of the wanted name (any, when the statement gave none) and shape that was not there before the try.
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = c.relam
 WHERE i.indrelid = to_regclass(?) AND i.indisvalid AND i.indisready AND (? = '' OR c.relname = ?)
   AND concat_ws(' ', i.indisunique::text, m.amname, (i.indpred IS NOT NULL)::text,
         (SELECT string_agg(coalesce(a.attname, '()'), ',' ORDER BY k.n)
            FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0)) = ?
   AND NOT EXISTS (SELECT FROM json_array_elements_text((?::json) -> 'indexes') AS b(oid) WHERE b.oid::bigint = i.indexrelid::bigint)
