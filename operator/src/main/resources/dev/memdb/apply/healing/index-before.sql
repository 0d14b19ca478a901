-- The indexes of a table, to know a new one from an old one later.
SELECT json_build_object('indexes', coalesce(json_agg(indexrelid::bigint ORDER BY indexrelid), '[]'))::text
  FROM pg_index WHERE indrelid = to_regclass(?)
