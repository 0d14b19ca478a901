-- What the catalogs say against filling these columns, and what people should know: kind and text, for people. Parameters: the
-- table's schema, its name, the columns, and the volatile functions that are allowed. Views memdb.backfill_probe_<n> hold the
-- expressions: of the columns, in their order, and last of where and complete; so PostgreSQL itself says what they read and call.
WITH asked (nspname, relname, columns, allowed) AS (VALUES (?::text, ?::text, ?::text[], ?::text[])),
rel AS (
  SELECT c.oid, c.relkind
    FROM asked, pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE n.nspname = asked.nspname AND c.relname = asked.relname),
-- where rows come in: the table, and the leaves of a partitioned one
place AS (
  SELECT c.oid, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.oid <> rel.oid AS leaf,
         format('%I.%I', n.nspname, c.relname) AS name
    FROM rel, pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE c.oid = rel.oid OR (c.relkind = 'r' AND c.oid IN (SELECT relid FROM pg_catalog.pg_partition_tree(rel.oid)))),
probe AS (
  SELECT columns[n] AS target, w.oid, w.ev_action::text AS tree
    FROM asked, generate_series(1, cardinality(columns) + 1) AS n
    JOIN pg_catalog.pg_class v ON v.relname = 'backfill_probe_' || n AND v.relnamespace = 'memdb'::regnamespace
    JOIN pg_catalog.pg_rewrite w ON w.ev_class = v.oid),
called AS (
  SELECT DISTINCT coalesce(o.oprcode::oid, m.found[2]::oid) AS oid
    FROM probe, regexp_matches(tree, ':(funcid|opfuncid|aggfnoid|winfnoid|opno) (\d+)', 'g') AS m(found)
    LEFT JOIN pg_catalog.pg_operator o ON m.found[1] = 'opno' AND o.oid = m.found[2]::oid),
target AS (
  SELECT c.name, a.atthasdef FROM rel, asked, unnest(columns) AS c(name)
    JOIN pg_catalog.pg_attribute a ON a.attname = c.name WHERE a.attrelid = rel.oid),
-- a variable without a column's number is the whole row
source AS (
  SELECT p.target, a.attname::text AS name, a.attnum, a.attgenerated <> '' AS generated
    FROM rel, asked, probe p JOIN pg_catalog.pg_attribute a ON true
   WHERE a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (columns)
     AND (p.tree ~ ':varattno 0 ' OR EXISTS (
           SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_rewrite'::regclass AND d.objid = p.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid = rel.oid AND d.refobjsubid = a.attnum))),
fires AS (
  SELECT p.oid AS place, p.name AS place_name, p.leaf, t.oid, t.tgname::text AS name, t.tgtype AS type, t.tgenabled AS enabled,
         t.tgattr, t.tgqual::text AS qual, t.tgfoid AS function, l.lanname, f.proconfig,
         f.oid::regprocedure::text AS function_name, encode(t.tgargs, 'escape') AS args,
         lower(regexp_replace(regexp_replace(f.prosrc, '/\*.*?\*/', ' ', 'g'), '--[^\n]*', ' ', 'g')) AS body
    FROM place p JOIN pg_catalog.pg_trigger t ON t.tgrelid = p.oid
    JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid JOIN pg_catalog.pg_language l ON l.oid = f.prolang
   WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype <> 't')),
-- What a trigger has to do with a column, as far as its text tells. sets: it surely assigns it; may_set: it could.
knows AS (
  SELECT f.*, c.name AS col,
         f.lanname = 'plpgsql' AND (
           f.body ~ ('(^|;|\m(begin|then|else|loop)\M)\s*new\s*\.\s*"?' || c.pattern || '"?\s*(\[[^;]*\])?\s*:?=')
           OR f.body ~ ('\minto\s+(strict\s+)?([^;]*,\s*)?new\s*\.\s*"?' || c.pattern || '"?($|[^[:alnum:]_$])')) AS sets,
         f.lanname <> 'plpgsql' OR f.body ~ '\mnew\s*:?=|populate_record|#=|\mexecute\M'
           OR f.body || ' ' || f.args ~* ('(^|[^[:alnum:]_$])' || c.pattern || '($|[^[:alnum:]_$])') AS may_set,
         (cardinality(f.tgattr::int2[]) = 0 OR a.attnum = ANY (f.tgattr::int2[]))
           AND (f.qual IS NULL OR f.qual ~ (':varattno (0|' || a.attnum || ') ')) AS minds
    FROM fires f,
         (SELECT name, regexp_replace(lower(name), '([^[:alnum:]_])', '\\\1', 'g') AS pattern
            FROM (SELECT name FROM target UNION SELECT name FROM source WHERE target IS NOT NULL) named) c
    JOIN pg_catalog.pg_attribute a ON a.attname = c.name
   WHERE a.attrelid = f.place),
-- what keeps a trigger from filling what an event brings
filler AS (
  SELECT k.*, e.event, e.bit,
         concat_ws(' and ',
           CASE WHEN k.type & e.bit = 0 THEN 'does not fire on ' || e.event END,
           CASE WHEN k.type & 2 = 0 THEN 'fires AFTER' END,
           CASE WHEN k.type & 1 = 0 THEN 'is FOR EACH STATEMENT' END,
           CASE k.enabled WHEN 'D' THEN 'is disabled' WHEN 'A' THEN NULL
             ELSE 'is not ENABLE ALWAYS, so that writers with session_replication_role = replica pass it by' END) AS fault
    FROM knows k JOIN target ON target.name = k.col, (VALUES ('INSERT', 4), ('UPDATE', 16)) AS e(event, bit)
   WHERE k.sets OR (k.may_set AND k.type & 3 = 3 AND k.type & 20 <> 0)),
ours AS (
  SELECT DISTINCT place, place_name, leaf, oid, name, type, col, function, function_name, lanname, proconfig, body
    FROM filler WHERE sets AND fault = ''),
stale AS (
  SELECT p.oid AS place, p.name AS place_name, p.leaf, t.name AS target, t.atthasdef, string_agg(quote_ident(s.name), ', ' ORDER BY s.attnum) AS sources
    FROM place p, target t JOIN source s ON s.target = t.name
   WHERE NOT EXISTS (
           SELECT FROM filler f JOIN knows k ON k.oid = f.oid AND k.col = s.name
            WHERE f.place = p.oid AND f.col = t.name AND f.event = 'UPDATE' AND f.fault = '' AND k.minds)
   GROUP BY p.oid, p.name, p.leaf, t.name, t.atthasdef),
told (kind, message, place) AS (
  SELECT 'objection', format('%s is volatile, and may give another value each time it is called: declare it IMMUTABLE or STABLE if'
              ' it is, or name it in allowVolatile: if any value will do', f.oid::regprocedure), NULL
    FROM asked, called JOIN pg_catalog.pg_proc f ON f.oid = called.oid JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
   WHERE f.provolatile = 'v' AND n.nspname || '.' || f.proname <> ALL (allowed)
UNION ALL
  SELECT DISTINCT 'objection', format('%I reads %I, a generated column, which has no value yet when a BEFORE trigger fires: write'
              ' out what it is made of, %s', s.target, s.name, pg_get_expr(d.adbin, d.adrelid)), NULL
    FROM rel, source s JOIN pg_catalog.pg_attrdef d ON d.adnum = s.attnum
   WHERE s.generated AND s.target IS NOT NULL AND d.adrelid = rel.oid
UNION ALL
  SELECT 'objection', format('row-level security hides rows from role %s: ALTER TABLE … NO FORCE ROW LEVEL SECURITY for the time, or'
              ' ALTER ROLE %s BYPASSRLS', quote_ident(current_user), quote_ident(current_user)), CASE WHEN leaf THEN p.name END
    FROM place p, pg_catalog.pg_roles r
   WHERE p.relkind = 'r' AND p.relrowsecurity AND (p.relforcerowsecurity OR NOT pg_has_role(p.relowner, 'USAGE'))
     AND r.rolname = current_user AND NOT (r.rolsuper OR r.rolbypassrls)
UNION ALL
  SELECT DISTINCT 'objection', format('index %s knows column %I, so that no update would be in place: create it after the backfill',
              i.indexrelid::regclass, t.name), NULL
    FROM place p JOIN pg_catalog.pg_index i ON i.indrelid = p.oid
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = c.relam,
         target t JOIN pg_catalog.pg_attribute a ON a.attname = t.name
   WHERE a.attrelid = p.oid
     AND NOT (m.amname = 'brin' AND current_setting('server_version_num')::int >= 160000) -- updates are HOT beside it from 16
     AND (a.attnum = ANY (i.indkey) OR concat(i.indexprs, i.indpred) ~ (':varattno (0|' || a.attnum || ') '))
UNION ALL
  SELECT 'objection', format('new rows would stay open in column %I: %s', t.name,
              coalesce(string_agg(format('trigger %I %s', f.name, f.fault), '; ' ORDER BY f.name) FILTER (WHERE f.name IS NOT NULL)
                         || '; mend it in a version before this one',
                       'no trigger fills it and it has no default; create one in a version before this one'
                         || ' (memdb new backfill writes it)')),
         CASE WHEN p.leaf THEN p.name END
    FROM place p CROSS JOIN target t
    LEFT JOIN filler f ON f.place = p.oid AND f.col = t.name AND f.event = 'INSERT'
   WHERE NOT t.atthasdef
   GROUP BY p.oid, p.name, p.leaf, t.name
  HAVING NOT coalesce(bool_or(f.fault = ''), false)
UNION ALL
  SELECT CASE WHEN s.atthasdef THEN 'notice' ELSE 'objection' END,
         format('a row that is filled would keep its %I when %s changes: %s', s.target, s.sources,
              coalesce(string_agg(format('trigger %I %s', f.name, coalesce(nullif(f.fault, ''), 'does not mind it')), '; ' ORDER BY f.name)
                         FILTER (WHERE f.name IS NOT NULL),
                       'no trigger fills it on UPDATE')
                || CASE WHEN s.atthasdef THEN '; right only if the application keeps it'
                        ELSE '; mend it in a version before this one' END),
         CASE WHEN s.leaf THEN s.place_name END
    FROM stale s LEFT JOIN filler f ON f.place = s.place AND f.col = s.target AND f.event = 'UPDATE'
   GROUP BY s.target, s.sources, s.atthasdef, s.leaf, s.place_name
UNION ALL
  SELECT DISTINCT 'objection', format('function %s of trigger %I has no search_path of its own, and would find other functions, or'
              ' none, in the application''s: ALTER FUNCTION %s SET search_path = pg_catalog, in a version before this one',
              function_name, name, function_name), NULL
    FROM ours
   WHERE lanname IN ('plpgsql', 'sql')
     AND NOT EXISTS (SELECT FROM unnest(proconfig) AS setting WHERE setting LIKE 'search\_path=%')
UNION ALL
  SELECT DISTINCT CASE WHEN l.sets THEN 'objection' ELSE 'notice' END,
         format('trigger %I fires after %I, and ', l.name, o.name)
           || CASE WHEN l.sets
                THEN format('changes %I: give it a name that sorts before, by ALTER TRIGGER … RENAME, in a version before this one', l.col)
                ELSE format('what it does to %I cannot be read from its text: it must leave it as it is', l.col) END,
         CASE WHEN l.leaf THEN l.place_name END
    FROM ours o JOIN knows l ON l.place = o.place
   WHERE l.function <> o.function AND l.type & 3 = 3 AND l.type & o.type & 20 <> 0 AND l.enabled <> 'D'
     AND l.name COLLATE "C" > o.name COLLATE "C"
     AND (l.col = o.col OR l.col IN (SELECT name FROM source WHERE target = o.col))
     AND (l.sets OR l.lanname <> 'plpgsql' OR l.body ~ '\mnew\s*:?=|populate_record|#=')
UNION ALL
  SELECT DISTINCT 'notice', format('function %s has no EXCEPTION block: where its expression fails, so does every update of that row'
              ' by the application', function_name), NULL
    FROM ours WHERE lanname = 'plpgsql' AND body !~ '\mexception\s+when\M'
UNION ALL
  SELECT DISTINCT 'notice', format('trigger %I fires for each row that is filled; what it writes, it writes that often (and if it'
              ' changes an indexed column, no update is in place)', k.name), NULL
    FROM knows k JOIN target t ON t.name = k.col
   WHERE k.type & 17 = 17 AND k.enabled IN ('O', 'A') AND k.minds
     AND NOT EXISTS (SELECT FROM ours o WHERE o.function = k.function)
UNION ALL
  SELECT DISTINCT 'notice', format('%I reads %s: when rows change there, nothing is computed again', p.target, d.refobjid::regclass), NULL
    FROM rel, probe p JOIN pg_catalog.pg_depend d ON d.objid = p.oid JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
   WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> rel.oid
     AND p.target IS NOT NULL AND c.relname NOT LIKE 'backfill\_probe\_%'
UNION ALL
  SELECT 'notice', format('rows of %s, which inherits from it, are not filled: give it a backfill of its own before this one',
              string_agg(i.inhrelid::regclass::text, ', ' ORDER BY i.inhrelid::regclass::text)), NULL
    FROM rel JOIN pg_catalog.pg_inherits i ON i.inhparent = rel.oid WHERE rel.relkind = 'r'
  HAVING count(*) > 0)
SELECT kind, message || coalesce(' (partition ' || min(place)
         || CASE WHEN count(DISTINCT place) > 1 THEN ' and ' || count(DISTINCT place) - 1 || ' more' ELSE '' END || ')', '')
  FROM told GROUP BY kind, message ORDER BY kind DESC, message
