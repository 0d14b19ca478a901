-- Who answers, before anything is believed or written.
SELECT current_setting('server_version_num')::int, current_setting('server_version'), pg_backend_pid(), pg_is_in_recovery(),
       current_setting('transaction_read_only')::bool, to_regclass('memdb.format') IS NOT NULL, to_regnamespace('memdb') IS NOT NULL
