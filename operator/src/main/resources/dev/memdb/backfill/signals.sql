-- What suffers when a backfill writes too fast. Without pg_monitor a standby's position is NULL; slots are seen by everybody.
SELECT (SELECT max(pg_wal_lsn_diff(wal, replay_lsn)) FROM pg_stat_replication),
       (SELECT max(pg_wal_lsn_diff(wal, restart_lsn)) FROM pg_replication_slots),
       (SELECT max_lag_bytes FROM memdb.backfill_run WHERE id = ?),
       (SELECT desired_state FROM memdb.backfill_run WHERE id = ?),
       pg_wal_lsn_diff(wal, '0/0')
  FROM pg_current_wal_insert_lsn() wal
