-- Indexes, without name and table in the definition, so that a name that was made up can be told
-- from an index that is another one; and extended statistics. What a primary key is made of stands
-- with the constraint. PostgreSQL's own words are asked for only where there is an expression: they
-- cost a lock on the table and, on a new connection, three times as much.
SELECT 'index', CASE WHEN rel.relispartition THEN rel.identity || ' ' || d.definition ELSE n.name || '.' || quote_ident(c.relname) END,
       'pg_class'::regclass::oid, c.oid, 0,
       concat(
         E'\n on: ', rel.identity, CASE WHEN i.indisunique THEN E'\n unique' END,
         CASE WHEN i.indnullsnotdistinct THEN E'\n nulls not distinct' END,  -- from 15
         E'\n definition: ', replace(d.definition, E'\n', E'\n  '),
         CASE WHEN c.reloptions IS NOT NULL
           THEN (SELECT E'\n options: ' || string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(c.reloptions) o) END,
         CASE WHEN NOT i.indisvalid THEN E'\n invalid' END, CASE WHEN NOT i.indisready THEN E'\n not ready' END, CASE WHEN NOT i.indislive THEN E'\n being dropped' END,
         CASE WHEN i.indisclustered THEN E'\n clustered' END, CASE WHEN i.indisreplident THEN E'\n replica identity' END,
         CASE WHEN rel.relispartition AND c.relispartition THEN E'\n attached' END,
         tuned.def)
  FROM rel JOIN pg_index i ON i.indrelid = rel.oid JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_am am ON am.oid = c.relam
  JOIN (SELECT oid, quote_ident(nspname) AS name FROM pg_namespace) n ON n.oid = rel.relnamespace
  LEFT JOIN (
    SELECT a.attrelid,
           string_agg(concat(
             E'\n column ' || a.attnum || ' statistics target: ' || nullif(a.attstattarget, -1),
             E'\n column ' || a.attnum || ' options: ' || array_to_string(a.attoptions, ', ')), '' ORDER BY a.attnum) AS def
      FROM pg_attribute a
     WHERE (a.attstattarget >= 0 OR a.attoptions IS NOT NULL) AND a.attnum > 0
     GROUP BY a.attrelid) tuned ON tuned.attrelid = c.oid
 CROSS JOIN LATERAL (
   SELECT CASE
            WHEN i.indisprimary THEN 'of the primary key'
            WHEN i.indexprs IS NULL AND i.indpred IS NULL THEN (
              SELECT concat('USING ', am.amname, ' (', string_agg(concat(
                       CASE WHEN k.class IS NULL THEN 'included ' END,
                       (SELECT concat(quote_ident(a.attname), CASE WHEN k.coll <> a.attcollation AND k.coll <> 0 THEN ' COLLATE ' || k.coll::regcollation::text END)
                          FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = k.att),
                       CASE WHEN k.class = ANY ((SELECT array_agg(o.oid) FROM pg_opclass o WHERE NOT o.opcdefault)::oid[])
                         THEN (SELECT ' ' || o.opcnamespace::regnamespace::text || '.' || quote_ident(o.opcname) FROM pg_opclass o WHERE o.oid = k.class) END,
                       CASE k.opt WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST' WHEN 3 THEN ' DESC' END), ', '), ')')
                FROM unnest(i.indkey::int2[], i.indclass::oid[], i.indcollation::oid[], i.indoption::int2[]) k(att, class, coll, opt))
            ELSE substr(pg_get_indexdef(c.oid), 1 + length(concat(
              'CREATE ', CASE WHEN i.indisunique THEN 'UNIQUE ' END, 'INDEX ', quote_ident(c.relname), ' ON ', CASE WHEN c.relkind = 'I' THEN 'ONLY ' END,
              n.name, '.', quote_ident(rel.relname), ' '))) END AS definition) d
UNION ALL
SELECT 'statistics', ns.name || '.' || quote_ident(s.stxname), 'pg_statistic_ext'::regclass, s.oid, 0,
       concat(E'\n definition: ' || substr(def, strpos(def, quote_ident(s.stxname)) + length(quote_ident(s.stxname))),
              E'\n statistics target: ' || nullif(s.stxstattarget, -1))
  FROM ns JOIN pg_statistic_ext s ON s.stxnamespace = ns.oid
 CROSS JOIN LATERAL (SELECT replace(pg_get_statisticsobjdef(s.oid), E'\n', E'\n  ') AS def) d
