-- What must be right before the expressions can be looked at: one line for people each. Parameters: the table's schema, its
-- name, the columns, and whether the file says itself what is true of a row that is done.
WITH asked (nspname, relname, columns, states_complete) AS (VALUES (?::text, ?::text, ?::text[], ?::boolean)),
namespace AS (
  SELECT n.* FROM pg_catalog.pg_namespace n, asked WHERE n.nspname = asked.nspname),
rel AS (
  SELECT c.*, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_catalog.pg_class c JOIN namespace n ON n.oid = c.relnamespace, asked
   WHERE c.relname = asked.relname),
part AS (
  SELECT c.*, format('%I.%I', n.nspname, c.relname) AS name
    FROM rel, pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE rel.relkind IN ('r', 'p')
     AND (c.oid = rel.oid OR c.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(rel.oid)))),
col AS (
  SELECT c.name, a.*,
         -- from 18 it may be said and not yet be true of every row
         a.attnotnull AND NOT EXISTS (
           SELECT FROM pg_catalog.pg_constraint k
            WHERE k.conrelid = rel.oid AND k.contype = 'n' AND NOT k.convalidated AND a.attnum = ANY (k.conkey)) AS filled
    FROM asked CROSS JOIN unnest(asked.columns) AS c(name) CROSS JOIN rel
    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = rel.oid AND a.attname = c.name AND a.attnum > 0 AND NOT a.attisdropped
   WHERE rel.relkind IN ('r', 'p'))
SELECT format('the table does not exist; create it in a version before this one, or correct table:')
 WHERE NOT EXISTS (SELECT FROM rel)
UNION ALL
SELECT format('role %s may not look into schema %I: GRANT USAGE ON SCHEMA %I TO %s',
              quote_ident(current_user), nspname, nspname, quote_ident(current_user))
  FROM namespace WHERE NOT has_schema_privilege(oid, 'USAGE')
UNION ALL
SELECT CASE relkind
         WHEN 'v' THEN 'it is a view, and has no rows of its own: name the table that it reads'
         WHEN 'm' THEN 'it is a materialized view: what it holds comes with REFRESH MATERIALIZED VIEW'
         WHEN 'f' THEN 'it is a foreign table: fill the rows on the server that holds them'
         ELSE 'it is no table (relkind ' || relkind::text || '): only tables have rows to fill'
       END
  FROM rel WHERE relkind NOT IN ('r', 'p')
UNION ALL
SELECT format('partition %s is a foreign table, whose rows are on another server: no batch fills them, and no constraint proves'
              ' it; fill them there, and detach it until this is done', name)
  FROM part WHERE relkind = 'f'
UNION ALL
SELECT format('role %s does not own %s, and only the owner may add the constraint that proves the result: GRANT %s TO %s',
              quote_ident(current_user), string_agg(name, ', ' ORDER BY name), quote_ident(pg_get_userbyid(relowner)),
              quote_ident(current_user))
  FROM part WHERE NOT pg_has_role(relowner, 'USAGE')
 GROUP BY relowner
UNION ALL
SELECT format('role %s may not %s %s: GRANT SELECT, UPDATE ON %s TO %s', quote_ident(current_user), string_agg(verb, ' and '),
              name, name, quote_ident(current_user))
  FROM part, (VALUES ('SELECT'), ('UPDATE')) AS v(verb)
 WHERE relkind IN ('r', 'p') AND pg_has_role(relowner, 'USAGE')
   AND NOT has_table_privilege(oid, verb) AND NOT has_any_column_privilege(oid, verb)
 GROUP BY name
UNION ALL
SELECT format('column %I does not exist: add it in a version before this one', name) FROM col WHERE attname IS NULL
UNION ALL
SELECT format('column %I is generated: PostgreSQL fills it', name) FROM col WHERE attgenerated <> ''
UNION ALL
SELECT format('%s NOT NULL already, so that no row is open; a column that gets other values is filled with complete:, which says'
              ' what is true of a row that is done',
              string_agg(format('column %I is', name), ', '))
  FROM col, asked
HAVING bool_and(filled AND attgenerated = '') AND NOT bool_or(states_complete)
