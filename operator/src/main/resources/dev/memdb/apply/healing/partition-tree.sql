-- A table and the tables that it is a partition of: the catalog describes its indexes by the outermost. None when it is no partition.
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_partition_ancestors(to_regclass(?)) AS a(oid)
  JOIN pg_class c ON c.oid = a.oid
  JOIN pg_namespace n ON n.oid = c.relnamespace
