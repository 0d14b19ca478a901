-- Who stands in the way of a backend, in words. Query texts are not shown: they may hold data.
SELECT format('pid %s (%s, %s, transaction open %s s)', a.pid, coalesce(nullif(a.application_name, ''), 'no application_name'),
         coalesce(a.state, 'unknown'), coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::int::text, '?'))
  FROM unnest(pg_blocking_pids(?)) AS b(pid)
  JOIN pg_stat_activity a ON a.pid = b.pid
 ORDER BY a.xact_start
 LIMIT 3
