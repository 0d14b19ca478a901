-- One row per session that stands in the way of a backend, in words; one row with NULL: nobody does; no row: there is no such
-- backend. Query texts are not shown: they may hold data. A prepared transaction has no session: it is found by its locks.
-- The second column: the table that is waited for, when it is a worker of autovacuum that has it. Such a worker is known by
-- having no user: what kind of backend it is PostgreSQL shows only to members of pg_read_all_stats.
SELECT b.who, b.vacuumed
  FROM (SELECT ?::int AS pid) AS me
  JOIN pg_stat_activity s ON s.pid = me.pid
  LEFT JOIN LATERAL (
    (SELECT CASE WHEN t.name IS NULL
                 THEN format('pid %s (%s%s%s)', a.pid, coalesce(nullif(a.application_name, ''), 'no application_name'),
                        ', ' || a.state,
                        ', transaction open ' || extract(epoch FROM clock_timestamp() - a.xact_start)::int || ' s')
                 ELSE format('autovacuum of %s (pid %s)', t.name, a.pid) END AS who,
            t.name AS vacuumed
       FROM unnest(pg_blocking_pids(me.pid)) AS p(pid)
       JOIN pg_stat_activity a ON a.pid = p.pid
       LEFT JOIN LATERAL
         (SELECT format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_locks w
            JOIN pg_class c ON c.oid = w.relation
            JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE w.pid = me.pid AND NOT w.granted AND w.locktype = 'relation') AS t ON a.usesysid IS NULL
      ORDER BY a.xact_start
      LIMIT 3)
    UNION ALL
    (SELECT DISTINCT format('prepared transaction %s of %s, since %s', x.gid, x.owner, date_trunc('second', x.prepared)), NULL
       FROM pg_locks w
       JOIN pg_locks h ON h.granted AND h.pid IS NULL AND h.locktype = w.locktype AND h.database IS NOT DISTINCT FROM w.database
                      AND h.relation IS NOT DISTINCT FROM w.relation AND h.transactionid IS NOT DISTINCT FROM w.transactionid
                      AND h.virtualxid IS NOT DISTINCT FROM w.virtualxid AND h.objid IS NOT DISTINCT FROM w.objid
       JOIN pg_locks t ON t.locktype = 'transactionid' AND t.pid IS NULL AND t.virtualtransaction = h.virtualtransaction
       JOIN pg_prepared_xacts x ON x.transaction = t.transactionid
      WHERE w.pid = me.pid AND NOT w.granted AND 0 = ANY (pg_blocking_pids(me.pid))
      LIMIT 3)) AS b ON true
