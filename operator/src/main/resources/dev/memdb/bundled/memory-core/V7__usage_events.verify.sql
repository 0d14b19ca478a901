SELECT count(*) > 0 AS "usage_events has a partition",
       bool_or(pg_get_expr(child.relpartbound, child.oid) LIKE '%(MAXVALUE)') AS "the newest one has no upper bound",
       bool_and(pg_get_expr(child.relpartbound, child.oid) <> 'DEFAULT') AS "none is a DEFAULT partition",
       bool_and(child.relowner = parent.relowner) AS "all belong to one owner"
  FROM pg_catalog.pg_inherits
  JOIN pg_catalog.pg_class AS child ON child.oid = inhrelid
  JOIN pg_catalog.pg_class AS parent ON parent.oid = inhparent
 WHERE inhparent = 'memory.usage_events'::regclass;
