-- One batch: one statement, one transaction, one round trip. The segment's row is locked first, and the update depends on
-- it: a worker that was replaced, repeated, paused, or whose table was rewritten, writes nothing and gets no row back. The
-- server's counters are read before and after: they run on from transaction to transaction until it passes them on.
WITH s AS MATERIALIZED (
  SELECT g.run, g.seg, g.relid, pg_stat_get_xact_tuples_hot_updated(g.relid) AS hot, pg_stat_get_xact_tuples_updated(g.relid) AS updated
    FROM memdb.backfill_segment g JOIN memdb.backfill_run r ON r.id = g.run
   WHERE g.run = ? AND g.seg = ? AND g.holder = ?::uuid AND g.status = 'running' AND g.next_block = ? AND g.pass = ?
     AND r.desired_state = 'running' AND pg_relation_filenode(g.relid) = g.relfilenode
     FOR UPDATE OF g),
u AS (
  UPDATE ONLY :relation SET :assignments
   WHERE ctid >= ?::tid AND ctid < ?::tid AND :pending
     AND :class
     AND ctid <> ALL (?::tid[])
     AND EXISTS (SELECT FROM s)
  RETURNING 1),
n AS (SELECT count(*) AS n FROM u)
UPDATE memdb.backfill_segment g
   SET window_start = ?, window_end = ?, pass = ?, next_block = ?, rows_done = g.rows_done + n.n, batches = g.batches + 1,
       hot_done = g.hot_done + pg_stat_get_xact_tuples_hot_updated(s.relid) - s.hot,
       lease_until = clock_timestamp() + interval '30 s', seen_at = clock_timestamp(), limited_by = NULL,
       status = CASE WHEN ? THEN 'done' ELSE g.status END
  FROM s, n, memdb.backfill_run r
 WHERE g.run = s.run AND g.seg = s.seg AND r.id = s.run
RETURNING n.n, pg_stat_get_xact_tuples_hot_updated(s.relid) - s.hot, pg_stat_get_xact_tuples_updated(s.relid) - s.updated,
          r.duty_max, r.target_ms, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')
