-- What stands against filling these columns of this table: one line each, for people. Parameters: the table, and the columns.
WITH rel AS (
  SELECT c.* FROM pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass(?)),
col AS (
  SELECT name, a.*
    FROM pg_catalog.unnest(?::text[]) AS name
    LEFT JOIN (pg_catalog.pg_attribute a JOIN rel ON rel.oid = a.attrelid) ON a.attname = name AND NOT a.attisdropped),
leaf AS (
  SELECT t.relid FROM rel, pg_catalog.pg_partition_tree(rel.oid) t
   UNION SELECT oid FROM rel)
SELECT 'the table does not exist' WHERE NOT EXISTS (SELECT FROM rel)
UNION ALL
SELECT 'it is no table (relkind ' || relkind::text || '): only tables have rows of their own to fill' FROM rel WHERE relkind NOT IN ('r', 'p')
UNION ALL
SELECT 'column ' || name || ' does not exist' FROM col WHERE attname IS NULL AND EXISTS (SELECT FROM rel)
UNION ALL
SELECT 'column ' || name || ' is generated: PostgreSQL fills it' FROM col WHERE attgenerated <> ''
UNION ALL
SELECT 'row-level security is forced on the table and hides rows from role ' || current_user
       || ': ALTER TABLE … NO FORCE ROW LEVEL SECURITY for the time, or GRANT it BYPASSRLS'
  FROM rel, pg_catalog.pg_roles r
 WHERE relrowsecurity AND (relforcerowsecurity OR NOT pg_catalog.pg_has_role(relowner, 'USAGE'))
   AND r.rolname = current_user AND NOT (r.rolsuper OR r.rolbypassrls)
UNION ALL
SELECT DISTINCT 'index ' || i.indexrelid::pg_catalog.regclass || ' knows column ' || col.name
       || ', so that no update would be in place: create it after the backfill'
  FROM leaf JOIN pg_catalog.pg_index i ON i.indrelid = leaf.relid
  JOIN pg_catalog.pg_attribute a ON a.attrelid = leaf.relid
  JOIN col ON col.name = a.attname
 WHERE a.attnum = ANY (i.indkey)
    OR EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = i.indexrelid
                  AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum)
UNION ALL
SELECT 'no BEFORE INSERT trigger FOR EACH ROW on it is enabled, and column ' || col.name
       || ' has no default: new rows would stay open; create the trigger in a version before this one'
  FROM col, rel
 WHERE col.attname IS NOT NULL AND NOT col.atthasdef AND rel.relkind IN ('r', 'p')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger t
                    WHERE t.tgrelid = rel.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgtype & 7 = 7)
