-- Constraints of tables and domains. On a partition the definition is the name: PostgreSQL makes up
-- names there. The proof of a backfill that was cut off is left out: the next run makes it anew. A foreign key to a partitioned table has one more row for each partition, left out.
SELECT 'constraint', CASE WHEN rel.relispartition THEN rel.identity || ' ' || d.definition ELSE rel.identity || '.' || quote_ident(c.conname) END,
       'pg_constraint'::regclass::oid, c.oid, 0,
       concat(
         E'\n definition: ' || replace(d.definition, E'\n', E'\n  '),
         CASE WHEN c.coninhcount > 0 AND NOT rel.relispartition THEN CASE WHEN c.conislocal THEN E'\n inherited and local' ELSE E'\n inherited' END END,
         unusual.def)
  FROM rel JOIN pg_constraint c ON c.conrelid = rel.oid AND c.contype IN ('c', 'f', 'p', 'u', 'x')
  LEFT JOIN (
    SELECT t.tgconstraint,
           string_agg(DISTINCT (CASE WHEN t.tgrelid = f.conrelid THEN E'\n enforcement: ' ELSE E'\n enforcement from the other table: ' END
             || CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'on replicas only' ELSE 'always' END) COLLATE "C", '') AS def
      FROM pg_trigger t JOIN pg_constraint f ON f.oid = t.tgconstraint AND f.contype = 'f'
     WHERE t.tgenabled <> 'O'
     GROUP BY t.tgconstraint) unusual ON unusual.tgconstraint = c.oid
 CROSS JOIN LATERAL (SELECT pg_get_constraintdef(c.oid) AS definition) d
 WHERE (c.conparentid = 0 OR NOT EXISTS (SELECT FROM pg_constraint up WHERE up.oid = c.conparentid AND up.conrelid = c.conrelid))
   AND NOT starts_with(c.conname::text, 'memdb_backfill_')
UNION ALL
SELECT 'domain constraint', typ.identity || '.' || quote_ident(c.conname), 'pg_constraint'::regclass, c.oid, 0,
       E'\n definition: ' || replace(pg_get_constraintdef(c.oid), E'\n', E'\n  ')
  FROM typ JOIN pg_constraint c ON c.contypid = typ.oid AND c.contype = 'c'
