-- Only by whoever holds the lock. A token is random: counters repeat after a failover.
INSERT INTO memdb.fence AS f (token, holder, pid, taken_at, lease_until, n)
VALUES (:token, :holder, pg_backend_pid(), clock_timestamp(), clock_timestamp() + interval ':lease', 1)
ON CONFLICT (one) DO UPDATE SET token = excluded.token, holder = excluded.holder, pid = excluded.pid,
  taken_at = excluded.taken_at, lease_until = excluded.lease_until, n = f.n + 1
