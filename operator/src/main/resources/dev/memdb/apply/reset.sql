-- Whatever a file can leave behind in the session: RESET ALL alone keeps roles, and temporary tables that hide real ones.
-- The driver asks for its own machine's time zone: what a timestamp in a file means must not depend on where the operator runs.
RESET SESSION AUTHORIZATION; RESET ROLE; CLOSE ALL; UNLISTEN *; DEALLOCATE ALL; DISCARD TEMP; DISCARD PLANS; RESET ALL; SET TimeZone = 'UTC';
