-- What any object can have: a comment, rights of PUBLIC that are not those by default, rights that
-- its owner has given up. Rights of named roles differ between environments and are no part of it.
SELECT c.class, c.oid, c.sub, string_agg(c.def, '' ORDER BY c.def COLLATE "C")
  FROM (
    SELECT d.classoid AS class, d.objoid AS oid, d.objsubid AS sub, E'\n comment: ' || replace(d.description, E'\n', E'\n  ') AS def
      FROM pg_description d
     WHERE d.objoid >= 16384 OR d.objoid IN (SELECT oid FROM ns)
    UNION ALL
    SELECT 'pg_class'::regclass, rel.oid, 0, E'\n comment on the type: ' || replace(d.description, E'\n', E'\n  ')
      FROM rel JOIN pg_description d ON d.classoid = 'pg_type'::regclass AND d.objoid = rel.reltype
    UNION ALL
    SELECT a.class, a.oid, a.sub,
           concat(
             CASE WHEN is_now.public IS DISTINCT FROM by_default.public THEN E'\n public: ' || coalesce(is_now.public, 'nothing') END,
             (SELECT E'\n not even the owner: ' || string_agg(o.privilege_type, ', ' ORDER BY o.privilege_type COLLATE "C")
                FROM aclexplode(acldefault(a.objtype, a.owner)) o
               WHERE o.grantee = a.owner AND a.sub = 0 AND o.privilege_type <> 'MAINTAIN'
                 AND NOT EXISTS (SELECT FROM aclexplode(a.acl) x WHERE x.grantee = a.owner AND x.privilege_type = o.privilege_type)))
      FROM (
        SELECT 'pg_class'::regclass::oid AS class, rel.oid, 0 AS sub, rel.relacl AS acl,
               CASE rel.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS objtype, rel.relowner AS owner
          FROM rel WHERE rel.relacl IS NOT NULL
        UNION ALL
        SELECT 'pg_class'::regclass, rel.oid, t.attnum, t.attacl, 'c', rel.relowner
          FROM rel JOIN pg_attribute t ON t.attrelid = rel.oid AND t.attnum > 0 AND NOT t.attisdropped WHERE t.attacl IS NOT NULL
        UNION ALL
        SELECT 'pg_proc'::regclass, fn.oid, 0, fn.proacl, 'f', fn.proowner FROM fn WHERE fn.proacl IS NOT NULL
        UNION ALL
        SELECT 'pg_type'::regclass, typ.oid, 0, typ.typacl, 'T', typ.typowner FROM typ WHERE typ.typacl IS NOT NULL
        UNION ALL
        SELECT 'pg_class'::regclass, rel.oid, 0, t.typacl, 'T', t.typowner
          FROM rel JOIN pg_type t ON t.oid = rel.reltype WHERE t.typacl IS NOT NULL
        UNION ALL
        SELECT 'pg_namespace'::regclass, ns.oid, 0, ns.nspacl, 'n', ns.nspowner FROM ns WHERE ns.nspacl IS NOT NULL) a
     CROSS JOIN LATERAL (
       SELECT CASE
                WHEN count(*) > 1 AND count(*) >= (SELECT count(*) FROM aclexplode(acldefault(a.objtype, a.owner)) o WHERE o.grantee = a.owner) THEN 'ALL'
                ELSE string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type COLLATE "C") END AS public
         FROM aclexplode(a.acl) x WHERE x.grantee = 0) is_now
     CROSS JOIN LATERAL (
       SELECT string_agg(x.privilege_type, ', ' ORDER BY x.privilege_type COLLATE "C") AS public
         FROM aclexplode(acldefault(a.objtype, a.owner)) x WHERE x.grantee = 0) by_default) c
 GROUP BY c.class, c.oid, c.sub
