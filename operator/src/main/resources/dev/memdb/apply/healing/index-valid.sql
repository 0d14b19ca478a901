-- A valid index of the wanted name (any, when the statement gave none) that was not there before the try.
SELECT i.indexrelid::regclass::text
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
 WHERE i.indrelid = to_regclass(?) AND i.indisvalid AND i.indisready AND (? = '' OR c.relname = ?)
   AND NOT EXISTS (SELECT FROM json_array_elements_text((?::json) -> 'indexes') AS b(oid) WHERE b.oid::bigint = i.indexrelid::bigint)
