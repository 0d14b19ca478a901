-- Invalid indexes of the wanted name; without a name those that PostgreSQL named after the table. Parents of partitioned indexes are none.
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE i.indrelid = to_regclass(?) AND NOT i.indisvalid AND c.relkind = 'i'
   AND CASE WHEN ? = '' THEN c.relname LIKE '%\_idx%' ELSE c.relname = ? END
