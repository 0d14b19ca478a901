-- Does this very database hold the lock that another session has just taken?
SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted
                  AND classid = ?::bigint::oid AND objid = ?::bigint::oid
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
