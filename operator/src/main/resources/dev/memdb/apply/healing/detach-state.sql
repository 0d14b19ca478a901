-- attached, pending (half-done) or detached
SELECT coalesce((SELECT CASE WHEN inhdetachpending THEN 'pending' ELSE 'attached' END
                   FROM pg_inherits WHERE inhrelid = to_regclass(?) AND inhparent = to_regclass(?)), 'detached')
