-- How the backfills of this database stand; with a version, only that one.
SELECT r.id, r.version, r.digest, r.attempt, r.state, r.desired_state, r.target_ms, r.duty_max, r.max_lag_bytes,
       coalesce(g.blocks, 0), coalesce(g.done, 0), coalesce(g.rows, 0) + r.swept, coalesce(g.hot, 0),
       coalesce(g.workers, 0) + (r.lease_until > clock_timestamp() IS TRUE)::int,
       (SELECT count(*) FROM memdb.backfill_failure f WHERE f.run = r.id), coalesce(r.limited_by, g.limited_by),
       r.started_at, r.finished_at, greatest(r.seen_at, g.seen_at)
  FROM memdb.backfill_run r
  LEFT JOIN (
    SELECT run, sum(hi - lo)::bigint AS blocks, sum(rows_done)::bigint AS rows, sum(hot_done)::bigint AS hot, max(seen_at) AS seen_at,
           sum(CASE WHEN status = 'done' THEN hi - lo ELSE window_start - lo END)::bigint AS done,
           count(*) FILTER (WHERE status = 'running' AND lease_until > clock_timestamp()) AS workers,
           min(limited_by) FILTER (WHERE status = 'running' AND lease_until > clock_timestamp()) AS limited_by
      FROM memdb.backfill_segment GROUP BY run) g ON g.run = r.id
 WHERE ?::text IS NULL OR r.version = ?
 ORDER BY r.id
