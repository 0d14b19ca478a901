-- Whatever a file can leave behind in the session: RESET ALL alone keeps roles, and temporary tables that hide real ones.
-- transaction_timeout exists from PostgreSQL 17 on.
RESET SESSION AUTHORIZATION; RESET ROLE; CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; DISCARD PLANS; RESET ALL;
SELECT set_config('transaction_timeout', '0', false) WHERE current_setting('server_version_num')::int >= 170000;
