-- Who builds this index right now: then it is not a leftover.
SELECT pid::text FROM pg_stat_progress_create_index WHERE index_relid = to_regclass(?) AND pid <> pg_backend_pid()
