-- Who has the migration lock of this database now, and whether its lease is over: then it is stopped or dead in all but name.
SELECT l.pid, coalesce(a.application_name, ''), coalesce(f.taken_at, a.state_change, clock_timestamp()),
       CASE WHEN f.pid IS NOT NULL THEN f.lease_until < clock_timestamp()
            -- it has the lock but never took over: stopped in between
            ELSE coalesce(a.state = 'idle' AND a.state_change < clock_timestamp() - interval ':lease', false) END
  FROM pg_locks l
  LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  LEFT JOIN memdb.fence f ON f.pid = l.pid
 WHERE l.locktype = 'advisory' AND l.classid = 1835363684 AND l.objid = 1 AND l.objsubid = 2 AND l.granted
   AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
