-- What belongs to the database and touches the managed schemas; of the extensions those that are in
-- one or that something in one is built on: what a server's owner adds for himself does not count. A setting whose name has a dot may
-- hold a secret, and a foreign server differs between environments: their values are left out.
SELECT 'extension', quote_ident(e.extname), 'pg_extension'::regclass::oid, e.oid, 0,
       concat(E'\n version: ', e.extversion, E'\n schema: ', e.extnamespace::regnamespace::text)
  FROM pg_extension e
 WHERE e.extnamespace IN (SELECT oid FROM ns)
    OR EXISTS (SELECT FROM pg_depend member
                 JOIN pg_depend user_of ON user_of.refclassid = member.classid AND user_of.refobjid = member.objid AND user_of.deptype = 'n'
                WHERE member.refclassid = 'pg_extension'::regclass AND member.refobjid = e.oid AND member.deptype = 'e' AND member.classid <> 'pg_language'::regclass
                  AND (CASE user_of.classid
                         WHEN 'pg_class'::regclass THEN coalesce((SELECT i.indrelid FROM pg_index i WHERE i.indexrelid = user_of.objid), user_of.objid)
                         WHEN 'pg_constraint'::regclass THEN (SELECT c.conrelid FROM pg_constraint c WHERE c.oid = user_of.objid)
                         WHEN 'pg_attrdef'::regclass THEN (SELECT a.adrelid FROM pg_attrdef a WHERE a.oid = user_of.objid)
                         WHEN 'pg_rewrite'::regclass THEN (SELECT r.ev_class FROM pg_rewrite r WHERE r.oid = user_of.objid)
                         WHEN 'pg_trigger'::regclass THEN (SELECT t.tgrelid FROM pg_trigger t WHERE t.oid = user_of.objid)
                         WHEN 'pg_policy'::regclass THEN (SELECT p.polrelid FROM pg_policy p WHERE p.oid = user_of.objid)
                       END IN (SELECT oid FROM rel)
                    OR user_of.classid = 'pg_proc'::regclass AND user_of.objid IN (SELECT oid FROM fn)
                    OR user_of.classid = 'pg_type'::regclass AND user_of.objid IN (SELECT oid FROM typ)))
UNION ALL
SELECT 'event trigger', quote_ident(v.evtname), 'pg_event_trigger'::regclass, v.oid, 0,
       concat(E'\n on: ', v.evtevent, E'\n function: ', v.evtfoid::regprocedure::text, E'\n tags: ' || array_to_string(v.evttags, ', '),
              CASE v.evtenabled WHEN 'D' THEN E'\n disabled' WHEN 'R' THEN E'\n on replicas only' WHEN 'A' THEN E'\n always' END)
  FROM pg_event_trigger v JOIN pg_proc p ON p.oid = v.evtfoid JOIN ns ON ns.oid = p.pronamespace
UNION ALL
SELECT 'publication', quote_ident(p.pubname), 'pg_publication'::regclass, p.oid, 0,
       concat(
         E'\n publishes: ',
         concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
           CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
         CASE WHEN p.puballtables THEN E'\n for all tables' END, CASE WHEN p.pubviaroot THEN E'\n via the partition root' END,
         CASE p.pubgencols WHEN 's' THEN E'\n with stored generated columns' END,  -- from 18
         (SELECT E'\n schemas: ' || string_agg(ns.name, ', ' ORDER BY ns.name COLLATE "C")                -- from 15
            FROM pg_publication_namespace pn JOIN ns ON ns.oid = pn.pnnspid WHERE pn.pnpubid = p.oid),  -- from 15
         (SELECT E'\n tables: ' || string_agg(DISTINCT concat(
                   rel.identity,
                   (SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C") || ')'  -- from 15
                      FROM pg_attribute a WHERE a.attrelid = rel.oid AND a.attnum = ANY (r.prattrs)),            -- from 15
                   ' where ' || replace(pg_get_expr(r.prqual, r.prrelid), E'\n', E'\n  '),  -- from 15
                   '') COLLATE "C", ', ')
            FROM pg_publication_rel r JOIN rel ON rel.oid = r.prrelid WHERE r.prpubid = p.oid))
  FROM pg_publication p
 WHERE p.puballtables
    OR EXISTS (SELECT FROM pg_publication_namespace pn JOIN ns ON ns.oid = pn.pnnspid WHERE pn.pnpubid = p.oid)  -- from 15
    OR EXISTS (SELECT FROM pg_publication_rel r JOIN rel ON rel.oid = r.prrelid WHERE r.prpubid = p.oid)
UNION ALL
SELECT 'default privileges', coalesce(quote_ident(n.nspname), 'any schema') || ' '
         || CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
              WHEN 'n' THEN 'schemas' ELSE 'large objects' END,
       0::oid, 0::oid, 0,
       E'\n public: ' || coalesce(
         (SELECT string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type COLLATE "C") FROM aclexplode(d.defaclacl) x WHERE x.grantee = 0), 'nothing')
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
 WHERE (n.oid IN (SELECT oid FROM ns) OR d.defaclnamespace = 0 AND d.defaclrole IN (SELECT nspowner FROM ns))
   AND EXISTS (SELECT FROM (SELECT x.privilege_type FROM aclexplode(d.defaclacl) x WHERE x.grantee = 0) is_now
                 FULL JOIN (SELECT x.privilege_type FROM aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END::"char", d.defaclrole)) x
                             WHERE x.grantee = 0 AND d.defaclnamespace = 0) by_default USING (privilege_type)
                WHERE is_now IS NULL OR by_default IS NULL)
UNION ALL
SELECT 'setting of the database', split_part(s, '=', 1), 0, 0, 0,
       CASE WHEN split_part(s, '=', 1) LIKE '%.%' THEN '' ELSE E'\n value: ' || replace(substr(s, strpos(s, '=') + 1), E'\n', E'\n  ') END
  FROM pg_database b JOIN pg_db_role_setting r ON r.setdatabase = b.oid AND r.setrole = 0 CROSS JOIN unnest(r.setconfig) s
 WHERE b.datname = current_database()
