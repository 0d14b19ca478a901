-- Invalid copies of the table's or the index's table; of all tables when a schema or the database was reindexed. Nobody builds them now.
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT i.indisvalid AND c.relname ~ '_cc(new|old)\d*$' AND n.nspname <> 'pg_toast'
   AND (? = '' OR i.indrelid = to_regclass(?) OR i.indrelid = (SELECT x.indrelid FROM pg_index x WHERE x.indexrelid = to_regclass(?)))
   AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid)
