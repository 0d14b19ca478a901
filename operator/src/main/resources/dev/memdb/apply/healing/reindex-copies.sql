-- Invalid copies of indexes of one table with its partitions and TOAST tables (named by itself or by one of its indexes);
-- of all tables when a schema or the database was reindexed.
WITH named AS (
  SELECT coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = to_regclass(?)), to_regclass(nullif(?, ''))) AS oid
), tables AS (
  SELECT c.oid, c.reltoastrelid FROM named n, pg_class c WHERE c.oid = n.oid OR c.oid IN (SELECT relid FROM pg_partition_tree(n.oid))
)
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relname ~ '_cc(new|old)\d*$' AND pg_has_role(c.relowner, 'MEMBER')
   AND has_schema_privilege(n.oid, 'USAGE') -- pg_toast is for superusers only
   AND ((SELECT oid FROM named) IS NULL OR i.indrelid IN (SELECT oid FROM tables UNION SELECT reltoastrelid FROM tables))
