-- What a database has, as statements that would make it and as facts that no statement says; see
-- LiveSchema. It takes no lock but on the catalogs. Names have their schema always, for nobody knows
-- the session's search_path.
WITH ns AS MATERIALIZED (
  SELECT n.oid, n.nspname AS name, quote_ident(n.nspname) AS ident FROM pg_catalog.pg_namespace n
   WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname !~ '^pg_(toast_)?temp_'),
rel AS MATERIALIZED (
  SELECT c.*, ns.name AS schema, ns.ident || '.' || quote_ident(c.relname) AS ident
    FROM pg_catalog.pg_class c JOIN ns ON ns.oid = c.relnamespace),
typ AS MATERIALIZED (
  SELECT t.oid, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, t.typdefaultbin, ns.ident || '.' || quote_ident(t.typname) AS ident
    FROM pg_catalog.pg_type t JOIN ns ON ns.oid = t.typnamespace),
col AS MATERIALIZED (
  SELECT a.attrelid, a.attnum, quote_ident(a.attname) AS ident, a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated,
         CASE WHEN own.oid IS NOT NULL THEN own.ident
              WHEN element.oid IS NOT NULL THEN element.ident || '[]'
              ELSE pg_catalog.format_type(a.atttypid, a.atttypmod) END
         || CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation
              THEN (SELECT ' COLLATE ' || quote_ident(co.collname) FROM pg_catalog.pg_collation co WHERE co.oid = a.attcollation)
              ELSE '' END AS type
    FROM pg_catalog.pg_attribute a
    JOIN rel ON rel.oid = a.attrelid AND rel.relkind IN ('r', 'p', 'f', 'm', 'v')
    JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
    LEFT JOIN typ own ON own.oid = a.atttypid
    LEFT JOIN typ element ON element.oid = t.typelem AND t.typlen = -1
   WHERE a.attnum > 0 AND NOT a.attisdropped),
con AS MATERIALIZED (
  SELECT c.*, to_jsonb(c) ->> 'conenforced' AS enforced, quote_ident(c.conname) AS ident,
         (SELECT string_agg(col.ident, ', ' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n)
            JOIN col ON col.attrelid = c.conrelid AND col.attnum = k.num) AS columns
    FROM pg_catalog.pg_constraint c),
reads AS MATERIALIZED (
  SELECT r.ev_class AS view, string_agg(DISTINCT rel.ident, ', ') AS tables,
         string_agg(DISTINCT (SELECT col.ident FROM col WHERE col.attrelid = rel.oid AND col.attnum = d.refobjsubid), ', ') AS columns
    FROM pg_catalog.pg_rewrite r
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
     AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
    JOIN rel ON rel.oid = d.refobjid
   GROUP BY 1),
said (step, place, line) AS (
  SELECT 1, typ.oid::text, 'CREATE TYPE ' || typ.ident || ' AS ENUM ()' FROM typ WHERE typtype = 'e'
  UNION ALL
  SELECT 2, lpad(typ.oid::text, 10, '0'),
         'CREATE DOMAIN ' || typ.ident || ' AS '
         || coalesce((SELECT base.ident FROM typ base WHERE base.oid = typ.typbasetype),
                     pg_catalog.format_type(typ.typbasetype, typ.typtypmod))
         || coalesce(' DEFAULT ' || pg_catalog.pg_get_expr(typ.typdefaultbin, 0), '')
         || CASE WHEN typ.typnotnull THEN ' NOT NULL' ELSE '' END
    FROM typ WHERE typtype = 'd'
  UNION ALL
  SELECT 3, con.oid::text,
         'ALTER DOMAIN ' || typ.ident || ' ADD CONSTRAINT ' || con.ident || ' CHECK (true)'
         || CASE WHEN con.convalidated THEN '' ELSE ' NOT VALID' END
    FROM con JOIN typ ON typ.oid = con.contypid WHERE con.contype = 'c'
  UNION ALL
  SELECT 4, rel.oid::text,
         CASE WHEN rel.relkind = 'f' THEN 'CREATE FOREIGN TABLE '
              WHEN rel.relpersistence = 'u' THEN 'CREATE UNLOGGED TABLE ' ELSE 'CREATE TABLE ' END || rel.ident || ' ('
         || coalesce((SELECT string_agg(
              col.ident || ' ' || col.type
              || CASE WHEN col.attgenerated = 's' THEN ' GENERATED ALWAYS AS (0) STORED'
                      WHEN col.attgenerated = 'v' THEN ' GENERATED ALWAYS AS (0) VIRTUAL'
                      WHEN col.attidentity <> '' THEN ' GENERATED ALWAYS AS IDENTITY'
                      WHEN col.atthasdef THEN ' DEFAULT 0' ELSE '' END
              || CASE WHEN col.attnotnull AND NOT EXISTS (SELECT FROM con WHERE con.conrelid = rel.oid AND con.contype = 'n'
                                                            AND NOT con.convalidated AND con.conkey = ARRAY[col.attnum])
                   THEN ' NOT NULL' ELSE '' END,
              ', ' ORDER BY col.attnum) FROM col WHERE col.attrelid = rel.oid), '')
         || ')'
         || CASE rel.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_catalog.pg_get_partkeydef(rel.oid)
                             WHEN 'f' THEN ' SERVER s'
              ELSE coalesce((SELECT ' USING ' || quote_ident(am.amname) FROM pg_catalog.pg_am am WHERE am.oid = rel.relam), '')
                || coalesce((SELECT ' TABLESPACE ' || quote_ident(ts.spcname) FROM pg_catalog.pg_tablespace ts
                     WHERE ts.oid = CASE rel.reltablespace WHEN 0 THEN (SELECT d.dattablespace FROM pg_catalog.pg_database d
                                                                         WHERE d.datname = current_database())
                                    ELSE rel.reltablespace END), '') END
    FROM rel WHERE rel.relkind IN ('r', 'p', 'f')
  UNION ALL
  SELECT 5, con.oid::text,
         'ALTER TABLE ONLY ' || rel.ident || ' ADD CONSTRAINT ' || con.ident || ' '
         || CASE con.contype
              WHEN 'p' THEN 'PRIMARY KEY (' || con.columns || ')'
              WHEN 'u' THEN 'UNIQUE (' || con.columns || ')'
              WHEN 'n' THEN 'NOT NULL ' || con.columns
              WHEN 'f' THEN 'FOREIGN KEY (' || con.columns || ') REFERENCES ' || other.ident || ' ('
                || (SELECT string_agg(col.ident, ', ' ORDER BY k.n) FROM unnest(con.confkey) WITH ORDINALITY k(num, n)
                      JOIN col ON col.attrelid = con.confrelid AND col.attnum = k.num) || ')'
              WHEN 'x' THEN 'EXCLUDE (' || split_part(con.columns, ', ', 1) || ' WITH =)'
              ELSE 'CHECK (' || pg_catalog.pg_get_expr(con.conbin, con.conrelid) || ')' END
         || CASE WHEN con.convalidated OR con.contype IN ('p', 'u', 'x') THEN '' ELSE ' NOT VALID' END
    FROM con JOIN rel ON rel.oid = con.conrelid AND rel.relkind IN ('r', 'p', 'f')
    LEFT JOIN rel other ON other.oid = con.confrelid
   WHERE con.contype IN ('c', 'p', 'u', 'n') OR (con.contype = 'x' AND con.columns IS NOT NULL)
      OR (con.contype = 'f' AND con.conparentid = 0 AND other.oid IS NOT NULL)
  UNION ALL
  SELECT 6, rel.oid::text,
         CASE rel.relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END || rel.ident
         || ' AS SELECT ' || coalesce(reads.columns, '1') || coalesce(' FROM ' || reads.tables, '')
    FROM rel LEFT JOIN reads ON reads.view = rel.oid WHERE rel.relkind IN ('v', 'm')
  UNION ALL
  SELECT 6, rel.oid::text, 'CREATE SEQUENCE ' || rel.ident FROM rel WHERE rel.relkind = 'S'
  UNION ALL
  SELECT 7, i.indexrelid::text, pg_catalog.pg_get_indexdef(i.indexrelid)
    FROM pg_catalog.pg_index i JOIN rel ON rel.oid = i.indexrelid
   WHERE NOT EXISTS (SELECT FROM con WHERE con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 8, p.oid::text,
         CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_language l WHERE l.oid = p.prolang AND l.lanname IN ('sql', 'plpgsql'))
           THEN pg_catalog.pg_get_functiondef(p.oid)
           ELSE 'CREATE FUNCTION ' || ns.ident || '.' || quote_ident(p.proname) || '() RETURNS void LANGUAGE c '
                || CASE p.provolatile WHEN 'i' THEN 'IMMUTABLE' WHEN 's' THEN 'STABLE' ELSE 'VOLATILE' END || ' AS ''c''' END
    FROM pg_catalog.pg_proc p JOIN ns ON ns.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')
  UNION ALL
  SELECT 9, rel.oid::text,
         concat_ws(E'\t', '-- child', rel.schema, rel.relname, parent.schema, parent.relname,
                   (pg_catalog.pg_get_expr(rel.relpartbound, rel.oid) = 'DEFAULT')::text)
    FROM pg_catalog.pg_inherits h JOIN rel ON rel.oid = h.inhrelid AND rel.relkind IN ('r', 'p', 'f')
    JOIN rel parent ON parent.oid = h.inhparent
  UNION ALL
  -- At most 64 pages with TOAST, and not more changed since they were counted than autovacuum waits for: changing
  -- all rows, which takes longest, took 160 ms for 1,000 pages. Asking for the true size would open the table.
  SELECT 10, rel.oid::text, concat_ws(E'\t', '-- small', rel.schema, rel.relname)
    FROM rel LEFT JOIN pg_catalog.pg_class toast ON toast.oid = rel.reltoastrelid
   WHERE rel.relkind IN ('r', 'm') AND rel.reltuples >= 0 AND rel.relpages + coalesce(toast.relpages, 0) <= 64
     AND pg_catalog.pg_stat_get_mod_since_analyze(rel.oid) <= 50 + 0.1 * rel.reltuples
  UNION ALL
  SELECT 10, rel.oid::text, concat_ws(E'\t', '-- invalid', rel.schema, rel.relname)
    FROM pg_catalog.pg_index i JOIN rel ON rel.oid = i.indexrelid WHERE NOT i.indisvalid AND rel.relkind = 'i'
  UNION ALL
  SELECT 10, rel.oid::text, concat_ws(E'\t', '-- trigger', rel.schema, rel.relname, t.tgname)
    FROM pg_catalog.pg_trigger t JOIN rel ON rel.oid = t.tgrelid WHERE NOT t.tgisinternal)
SELECT line FROM said ORDER BY step, place
