-- Who has the migration lock of this database now, and whether it has given no sign of life for its lease.
SELECT coalesce(l.pid, 0),
       coalesce(a.application_name, 'prepared transaction ' || p.gid || ' of ' || p.owner, ''),
       coalesce(f.taken_at, p.prepared, a.state_change, a.backend_start, clock_timestamp()),
       CASE WHEN l.pid IS NULL THEN false
            -- outside a transaction a statement's work is not lost with its client: it may finish
            WHEN a.state = 'active' AND a.xact_start >= a.query_start AND a.wait_event_type IS DISTINCT FROM 'Client' THEN false
            WHEN f.pid IS NOT NULL THEN f.lease_until < clock_timestamp()
            -- it has the lock and never took over: stopped in between
            ELSE coalesce(a.state_change < clock_timestamp() - interval ':lease', false) END
  FROM pg_locks l
  LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  LEFT JOIN pg_locks t ON l.pid IS NULL AND t.pid IS NULL AND t.locktype = 'transactionid' AND t.virtualtransaction = l.virtualtransaction
  LEFT JOIN pg_prepared_xacts p ON p.transaction = t.transactionid
  LEFT JOIN :fence f ON f.pid = l.pid AND coalesce(f.taken_at >= a.backend_start, true)
 WHERE l.locktype = 'advisory' AND l.classid = 1835363684 AND l.objid = 1 AND l.objsubid = 2 AND l.granted
   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
