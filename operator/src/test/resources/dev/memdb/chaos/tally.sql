-- Per version: effects of any kind, whole ones (an invalid index is none), rows of the history, entries of the ledger.
WITH effects AS (
  SELECT version, true AS whole FROM chaos.marks
  UNION ALL
  SELECT CASE WHEN pg_get_indexdef(indexrelid) LIKE '%(chaos.slow_key(id))' THEN 5
              WHEN pg_get_indexdef(indexrelid) LIKE '%(owner)' THEN 8 END, indisvalid
    FROM pg_index WHERE indrelid = to_regclass('chaos.items')
)
SELECT v,
       (SELECT count(*) FROM effects WHERE version = v),
       (SELECT count(*) FROM effects WHERE version = v AND whole),
       (SELECT count(*) FROM memdb.history h WHERE h.version = v::text AND success),
       (SELECT count(*) FROM memdb.step s WHERE s.version = v::text AND outcome IN ('applied', 'recorded'))
  FROM generate_series(1, 12) AS v
 ORDER BY v
