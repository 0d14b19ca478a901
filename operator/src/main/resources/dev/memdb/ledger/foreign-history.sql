-- Flyway's table under its default name, in one of the managed schemas, in public, or anywhere.
SELECT format('%I.%I', n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relname = 'flyway_schema_history' AND c.relkind = 'r'
 ORDER BY coalesce(array_position(?::text[], n.nspname::text), 1000), n.nspname <> 'public', n.nspname
 LIMIT 1
