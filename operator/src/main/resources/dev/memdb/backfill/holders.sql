-- Who holds a table so that no row of it can be written, or is one of these transactions; in words, the first three.
SELECT string_agg(who, ', ' ORDER BY who)
  FROM (SELECT DISTINCT CASE WHEN l.pid IS NULL THEN 'a prepared transaction'
                             ELSE format('pid %s (%s%s)', l.pid, coalesce(nullif(a.application_name, ''), 'no application_name'),
                                         ', transaction open since ' || date_trunc('second', a.xact_start)) END AS who
          FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
         WHERE l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
           AND (l.locktype = 'relation' AND l.relation = ?::oid
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                OR l.locktype = 'transactionid' AND l.transactionid::text = ANY (?::text[]))
         LIMIT 3) AS holder
