-- The tables that hold the rows: the table itself, or the leaves of a partitioned one.
SELECT c.oid::bigint, format('%I.%I', n.nspname, c.relname), pg_relation_filenode(c.oid)::bigint,
       pg_relation_size(c.oid) / current_setting('block_size')::int, (SELECT amname FROM pg_am WHERE oid = c.relam)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r'
   AND (c.oid = ?::regclass OR c.oid IN (SELECT t.relid FROM pg_partition_tree(?::regclass) t WHERE t.isleaf))
 ORDER BY c.oid
