-- Who answers, before anything is believed or written. Catalogs, not to_regclass(): that needs rights on schema memdb.
SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_backend_pid(), pg_is_in_recovery(),
       current_setting('transaction_read_only')::bool,
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'memdb' AND c.relname = 'format'),
       EXISTS (SELECT FROM pg_namespace WHERE nspname = 'memdb')
