-- Rows that no pass has met: they moved behind it, or came with a table that was attached meanwhile. Nobody is waited for:
-- rows that somebody holds are left out. A row may resist: a trigger keeps it as it is. It writes nothing for a sweeper that was
-- replaced, or whose run is paused.
WITH s AS MATERIALIZED (
  SELECT r.id
    FROM memdb.backfill_run r
   WHERE r.id = ? AND r.sweeper = ?::uuid AND r.state = 'filling' AND r.desired_state = 'running'
     FOR NO KEY UPDATE OF r),
free AS MATERIALIZED (
  SELECT t.ctid AS memdb_place
    FROM ONLY :relation t
   WHERE t.ctid = ANY (?::tid[]) AND :pending AND EXISTS (SELECT FROM s)
     FOR NO KEY UPDATE OF t SKIP LOCKED),
u AS (
  UPDATE ONLY :relation t SET :assignments FROM free WHERE t.ctid = free.memdb_place AND :pending
  RETURNING free.memdb_place, t.ctid AS memdb_now, :pending IS TRUE AS still_open),
n AS (
  SELECT count(*) FILTER (WHERE NOT still_open) AS n,
         coalesce(array_agg(free.memdb_place::text), '{}') AS free,
         coalesce(array_agg(coalesce(memdb_now, free.memdb_place)::text) FILTER (WHERE still_open IS NOT FALSE), '{}') AS resisting
    FROM free LEFT JOIN u USING (memdb_place))
UPDATE memdb.backfill_run r
   SET swept = r.swept + n.n, lease_until = clock_timestamp() + interval '30 s', seen_at = clock_timestamp(), limited_by = NULL
  FROM s, n
 WHERE r.id = s.id
RETURNING n.free, n.resisting, r.duty_max, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')
