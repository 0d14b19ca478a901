-- What all parts build on. Every managed relation has an identity. A partition's is that of its
-- parent and "[*]": all partitions of one level share it, whatever their names and bounds are.
-- Roles have other names elsewhere: an owner counts only as the owner of most tables, or another.
WITH RECURSIVE ns AS MATERIALIZED (
  SELECT n.oid, n.nspname, quote_ident(n.nspname) AS name, n.nspowner, n.nspacl
    FROM pg_namespace n
   WHERE n.nspname = ANY (:schemas) AND n.nspname <> 'memdb'),
ext AS MATERIALIZED (
  SELECT d.classid, d.objid FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'),
tree(oid, identity, detaching) AS (
  SELECT c.oid, ns.name || '.' || quote_ident(c.relname), false
    FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S') AND NOT c.relispartition
     AND NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_class'::regclass AND ext.objid = c.oid)
  UNION ALL
  SELECT i.inhrelid, tree.identity || '[*]', i.inhdetachpending
    FROM tree JOIN pg_inherits i ON i.inhparent = tree.oid JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition),
rel AS MATERIALIZED (
  SELECT c.oid, tree.identity, tree.detaching, c.relkind, c.relispartition, c.relpersistence, c.relreplident, c.relam, c.relowner, c.relacl,
         c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.reloftype, c.reltoastrelid, c.relnamespace, c.relname, c.reltype
    FROM tree JOIN pg_class c ON c.oid = tree.oid),
usual(owner) AS MATERIALIZED (
  SELECT (SELECT relowner FROM rel WHERE relkind IN ('r', 'p') GROUP BY relowner ORDER BY count(*) DESC, relowner LIMIT 1)),
fn AS MATERIALIZED (
  SELECT p.oid, ns.name || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS identity,
         p.prokind, p.proowner, p.proacl, p.prosecdef, p.prosqlbody IS NOT NULL AS parsed
    FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
   WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_proc'::regclass AND ext.objid = p.oid)
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')),
typ AS MATERIALIZED (
  SELECT t.*, ns.name || '.' || quote_ident(t.typname) AS identity
    FROM pg_type t JOIN ns ON ns.oid = t.typnamespace
   WHERE (t.typtype IN ('e', 'd', 'r', 'p') OR t.typtype = 'b' AND NOT (t.typelem <> 0 AND t.typsubscript = 'array_subscript_handler'::regproc))
     AND NOT EXISTS (SELECT FROM ext WHERE ext.classid = 'pg_type'::regclass AND ext.objid = t.oid)),
