-- What happens by itself: triggers, rewrite rules, policies. A trigger's copy on a partition can be
-- switched off alone; up to 14 such copies are marked internal, as those of foreign keys always are.
SELECT 'trigger', rel.identity || '.' || quote_ident(t.tgname), 'pg_trigger'::regclass::oid, t.oid, 0,
       concat(
         E'\n definition: ' || replace(replace(replace(pg_get_triggerdef(t.oid), ' ON ' || n.name || '.' || quote_ident(rel.relname) || ' ', ' '),
           'TRIGGER ' || quote_ident(t.tgname) || ' ', 'TRIGGER '), E'\n', E'\n  '),
         CASE t.tgenabled WHEN 'D' THEN E'\n disabled' WHEN 'R' THEN E'\n fires on replicas only' WHEN 'A' THEN E'\n fires always' END)
  FROM rel JOIN pg_trigger t ON t.tgrelid = rel.oid AND (NOT t.tgisinternal OR t.tgparentid <> 0 AND t.tgconstraint = 0)
 CROSS JOIN LATERAL (SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE oid = rel.relnamespace) n
UNION ALL
SELECT 'rule', rel.identity || '.' || quote_ident(r.rulename), 'pg_rewrite'::regclass, r.oid, 0,
       concat(
         E'\n text: ' || replace(pg_get_ruledef(r.oid), E'\n', E'\n  '),
         CASE r.ev_enabled WHEN 'D' THEN E'\n disabled' WHEN 'R' THEN E'\n on replicas only' WHEN 'A' THEN E'\n always' END)
  FROM rel JOIN pg_rewrite r ON r.ev_class = rel.oid AND (r.rulename <> '_RETURN' OR r.ev_enabled <> 'O')
UNION ALL
SELECT 'policy', rel.identity || '.' || quote_ident(p.polname), 'pg_policy'::regclass, p.oid, 0,
       concat(
         E'\n for: ', CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
         CASE WHEN NOT p.polpermissive THEN E'\n restrictive' END,
         (SELECT E'\n to: ' || string_agg(r.name, ', ' ORDER BY r.name COLLATE "C")
            FROM (SELECT CASE WHEN o = 0 THEN 'public' WHEN o = rel.relowner THEN 'the owner' ELSE quote_ident(pg_get_userbyid(o)) END AS name
                    FROM unnest(p.polroles) o) r),
         E'\n using: ' || replace(pg_get_expr(p.polqual, p.polrelid), E'\n', E'\n  '),
         E'\n with check: ' || replace(pg_get_expr(p.polwithcheck, p.polrelid), E'\n', E'\n  '))
  FROM rel JOIN pg_policy p ON p.polrelid = rel.oid
