-- Invalid indexes of the wanted name, whoever made them; without a name those that were not there before the first try.
-- Parents of partitioned indexes are none: they become valid with their last child.
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE i.indrelid = to_regclass(?) AND NOT i.indisvalid AND c.relkind = 'i'
   AND CASE WHEN ? <> '' THEN c.relname = ?
            ELSE i.indexrelid::bigint <> ALL (ARRAY(SELECT json_array_elements_text((?::json) -> 'indexes')::bigint)) END
