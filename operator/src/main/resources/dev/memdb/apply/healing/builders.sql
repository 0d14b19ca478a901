-- Who builds this index right now. Of other roles' sessions the index is not shown: then whoever builds one on the same table counts.
SELECT p.pid::text
  FROM pg_stat_progress_create_index p, pg_index i
 WHERE i.indexrelid = to_regclass(?) AND p.pid <> pg_backend_pid()
   AND (p.index_relid = i.indexrelid
        OR p.relid IS NULL AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = p.pid AND l.relation = i.indrelid AND l.granted
                                          AND l.mode = 'ShareUpdateExclusiveLock'
                                          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
