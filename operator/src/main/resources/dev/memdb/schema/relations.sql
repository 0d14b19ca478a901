-- Schemas, and everything that has columns. Of partitions their numbers of things count too, so
-- that one which lacks something is not like the others. The default of a column names no column,
-- so that it can be read without a lock on the table.
SELECT 'schema' AS kind, ns.name AS identity, 'pg_namespace'::regclass::oid AS class, ns.oid AS oid, 0 AS sub,
       CASE WHEN ns.nspowner <> usual.owner AND ns.nspname <> 'public' THEN E'\n owned by another role than most tables' ELSE '' END AS def
  FROM ns CROSS JOIN usual
UNION ALL
SELECT CASE rel.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' WHEN 'c' THEN 'composite type'
         ELSE 'table' END,
       rel.identity, 'pg_class'::regclass, rel.oid, 0,
       concat(
         CASE rel.relpersistence WHEN 'u' THEN E'\n unlogged' WHEN 't' THEN E'\n temporary' END,
         CASE WHEN rel.detaching THEN E'\n detach pending' END,
         E'\n partitioned by: ' || CASE WHEN rel.relkind = 'p' THEN pg_get_partkeydef(rel.oid) END,
         CASE WHEN rel.relkind IN ('r', 'm', 'p') AND rel.relam <> 0
           THEN (SELECT E'\n access method: ' || quote_ident(am.amname) FROM pg_am am WHERE am.oid = rel.relam AND am.amname <> 'heap') END,
         CASE WHEN rel.reloftype <> 0 THEN E'\n of type: ' || format_type(rel.reloftype, NULL) END,
         CASE WHEN rel.relrowsecurity THEN E'\n row-level security: enabled' END,
         CASE WHEN rel.relforcerowsecurity THEN E'\n row-level security for the owner: forced' END,
         CASE WHEN rel.relkind IN ('r', 'p', 'm')
           THEN E'\n replica identity: ' || CASE rel.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full' WHEN 'i' THEN 'index' END END,
         CASE WHEN rel.reloptions IS NOT NULL
           THEN (SELECT E'\n options: ' || string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(rel.reloptions) o) END,
         CASE WHEN rel.reltoastrelid <> 0
           THEN (SELECT E'\n TOAST options: ' || string_agg(o, ', ' ORDER BY o COLLATE "C")
                   FROM pg_class toast CROSS JOIN unnest(toast.reloptions) o WHERE toast.oid = rel.reltoastrelid) END,
         CASE WHEN rel.relkind IN ('r', 'f') AND NOT rel.relispartition
           THEN (SELECT E'\n inherits: ' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = rel.oid) END,
         CASE WHEN rel.relkind = 'f'
           THEN (SELECT concat(E'\n server: ' || quote_ident(s.srvname),
                        (SELECT E'\n foreign options: ' || string_agg(
                                  CASE WHEN o ~* '^[^=]*(pass|secret|token|key|credential)' THEN split_part(o, '=', 1) ELSE o END, ', ' ORDER BY o COLLATE "C")
                           FROM unnest(f.ftoptions) o))
                   FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = rel.oid) END,
         CASE WHEN rel.relkind IN ('v', 'm') AND rel.relowner <> usual.owner THEN E'\n owned by another role than most tables' END,
         CASE WHEN rel.relkind IN ('v', 'm') THEN E'\n text: ' || replace(pg_get_viewdef(rel.oid), E'\n', E'\n  ') END,
         CASE WHEN rel.relispartition THEN
           E'\n indexes: ' || (SELECT count(*) FROM pg_index i WHERE i.indrelid = rel.oid)
           || E'\n constraints: ' || (SELECT count(*) FROM pg_constraint c WHERE c.conrelid = rel.oid AND c.contype IN ('c', 'f', 'p', 'u', 'x')
                AND NOT EXISTS (SELECT FROM pg_constraint up WHERE up.oid = c.conparentid AND up.conrelid = c.conrelid))
           || E'\n triggers: ' || (SELECT count(*) FROM pg_trigger t
                WHERE t.tgrelid = rel.oid AND (NOT t.tgisinternal OR t.tgparentid <> 0 AND t.tgconstraint = 0))
           || E'\n policies: ' || (SELECT count(*) FROM pg_policy p WHERE p.polrelid = rel.oid)
           || E'\n rules: ' || (SELECT count(*) FROM pg_rewrite r WHERE r.ev_class = rel.oid) END)
  FROM rel CROSS JOIN usual
 WHERE rel.relkind <> 'S'
UNION ALL
SELECT 'column', rel.identity || '.' || quote_ident(a.attname), 'pg_class'::regclass, a.attrelid, a.attnum,
       concat(
         E'\n type: ', format_type(a.atttypid, a.atttypmod),
         CASE WHEN a.attnotnull THEN E'\n not null' END,
         CASE WHEN NOT nn.convalidated THEN E'\n not null is not validated' END,  -- from 18
         CASE WHEN nn.connoinherit THEN E'\n not null is not inherited' END,      -- from 18
         CASE a.attgenerated WHEN 's' THEN E'\n generated stored: ' WHEN 'v' THEN E'\n generated virtual: ' ELSE E'\n default: ' END
           || replace(pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE d.adrelid END), E'\n', E'\n  '),
         CASE a.attidentity WHEN 'a' THEN E'\n identity: always' WHEN 'd' THEN E'\n identity: by default' END,
         CASE WHEN a.attcollation <> t.typcollation THEN E'\n collation: ' || a.attcollation::regcollation::text END,
         CASE WHEN a.attstorage <> t.typstorage THEN E'\n storage: '
           || CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END END,
         CASE a.attcompression WHEN 'p' THEN E'\n compression: pglz' WHEN 'l' THEN E'\n compression: lz4' END,
         E'\n statistics target: ' || nullif(a.attstattarget, -1),
         CASE WHEN a.attoptions IS NOT NULL
           THEN (SELECT E'\n options: ' || string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(a.attoptions) o) END,
         CASE WHEN a.attfdwoptions IS NOT NULL
           THEN (SELECT E'\n foreign options: ' || string_agg(
                          CASE WHEN o ~* '^[^=]*(pass|secret|token|key|credential)' THEN split_part(o, '=', 1) ELSE o END, ', ' ORDER BY o COLLATE "C")
                   FROM unnest(a.attfdwoptions) o) END,
         CASE WHEN a.attinhcount > 0 AND NOT rel.relispartition THEN CASE WHEN a.attislocal THEN E'\n inherited and local' ELSE E'\n inherited' END END)
  FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef
  LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey[1] = a.attnum AND (NOT nn.convalidated OR nn.connoinherit)  -- from 18
 WHERE rel.relkind <> 'S'
UNION ALL
SELECT 'sequence', rel.identity, 'pg_class'::regclass, rel.oid, 0,
       concat(
         CASE WHEN rel.relpersistence = 'u' THEN E'\n unlogged' END,
         E'\n type: ', format_type(s.seqtypid, NULL), E'\n start: ', s.seqstart, E'\n increment: ', s.seqincrement,
         E'\n minimum: ', s.seqmin, E'\n maximum: ', s.seqmax, E'\n cache: ', s.seqcache, CASE WHEN s.seqcycle THEN E'\n cycle' END,
         (SELECT CASE d.deptype WHEN 'i' THEN E'\n identity of: ' ELSE E'\n owned by: ' END || d.refobjid::regclass::text || '.' || quote_ident(a.attname)
            FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
           WHERE d.classid = 'pg_class'::regclass AND d.objid = rel.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0))
  FROM rel JOIN pg_sequence s ON s.seqrelid = rel.oid
