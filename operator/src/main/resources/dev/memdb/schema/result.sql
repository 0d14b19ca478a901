-- One block per object, in the order of the bytes: whatever the database's encoding or collation
-- is, the same schema gives the same text. Several definitions: partitions that are not alike. What
-- belongs to an extension is part of its version, and left out.
block AS (
  SELECT k.key || convert_to(string_agg(k.def, E'\n or'), 'UTF8') AS text
    FROM (SELECT DISTINCT convert_to(obj.kind || ': ' || replace(obj.identity, E'\n', E'\\n'), 'UTF8') AS key,
                 concat(obj.def, extra.def) COLLATE "C" AS def
            FROM obj LEFT JOIN extra ON extra.class = obj.class AND extra.oid = obj.oid AND extra.sub = obj.sub
           WHERE NOT EXISTS (SELECT FROM ext WHERE ext.classid = obj.class AND ext.objid = obj.oid)
           ORDER BY 1, 2) k
   GROUP BY k.key
   ORDER BY k.key)
