-- Everything a check needs to know, in one row and one trip.
SELECT
  (SELECT version FROM memdb.format),
  (SELECT json_agg(json_build_array(installed_rank, version, description, type, script, checksum, success) ORDER BY installed_rank)
     FROM memdb.history),
  (SELECT json_agg(json_build_array(version, description, sha256, outcome,
            extract(epoch FROM finished_at), extract(epoch FROM finished_at - started_at)) ORDER BY id)
     FROM memdb.step WHERE outcome IN ('applied', 'recorded', 'verified')),
  (SELECT json_build_array(cluster, resource, environment, extract(epoch FROM claimed_at)) FROM memdb.claim),
  (SELECT json_build_array(holder, f.pid, extract(epoch FROM taken_at), EXISTS (
            SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = 1835363684 AND l.objid = 1 AND l.objsubid = 2
               AND l.granted AND l.pid = f.pid AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())))
     FROM memdb.fence f),
  (SELECT json_build_array(version, fingerprint, to_json(schemas), extract(epoch FROM recorded_at)) FROM memdb.expected),
  (SELECT json_build_array(s.version, s.sha256, s.reason, s.error, r.request, r.source_digest)
     FROM memdb.step s JOIN memdb.run r ON r.id = s.run WHERE s.outcome = 'failed' ORDER BY s.id DESC LIMIT 1),
  (SELECT s.version FROM memdb.step s WHERE s.outcome = 'attempt'
      AND NOT EXISTS (SELECT FROM memdb.history h WHERE h.version = s.version AND h.success) ORDER BY s.id DESC LIMIT 1),
  (SELECT json_build_array(first.source_digest, first.target_version, first.from_version)
     FROM (SELECT source_digest, target_version FROM memdb.run ORDER BY started_at DESC LIMIT 1) last
     JOIN memdb.run first ON first.source_digest = last.source_digest AND first.target_version = last.target_version
    WHERE first.started_at > clock_timestamp() - interval '1 hour' ORDER BY first.started_at LIMIT 1)
