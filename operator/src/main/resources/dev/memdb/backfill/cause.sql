-- Why a batch wrote nothing.
SELECT r.desired_state, g.holder IS NOT DISTINCT FROM ?::uuid AND g.status = 'running',
       pg_relation_filenode(g.relid) IS NOT DISTINCT FROM g.relfilenode
  FROM memdb.backfill_run r LEFT JOIN memdb.backfill_segment g ON g.run = r.id AND g.seg = ?
 WHERE r.id = ?
