-- One implicit transaction, which waits for a table in a mode which conflicts with autovacuum and with no reader and no writer, long
-- enough for PostgreSQL to cancel the worker (after deadlock_timeout, in ms), and a second for it to go.
SELECT pg_catalog.set_config('lock_timeout', (setting::int + 1000)::text, true)
  FROM pg_catalog.pg_settings
 WHERE name = 'deadlock_timeout';
LOCK TABLE ONLY {table} IN SHARE UPDATE EXCLUSIVE MODE
