-- What workers held whose connection is gone is free at once. Their last statement may still be running: what it has locked is
-- left for the next time, and one that comes later finds another holder, and writes nothing. Returns who still holds something.
WITH lost AS (SELECT ?::bigint AS run, ?::uuid[] AS holders),
segments AS (
  SELECT g.run, g.seg FROM memdb.backfill_segment g, lost
   WHERE g.run = lost.run AND g.holder = ANY (lost.holders) AND g.status = 'running'
     FOR UPDATE OF g SKIP LOCKED),
sweep AS (
  SELECT r.id FROM memdb.backfill_run r, lost
   WHERE r.id = lost.run AND r.sweeper = ANY (lost.holders)
     FOR NO KEY UPDATE OF r SKIP LOCKED),
free_segments AS (
  UPDATE memdb.backfill_segment g SET status = 'pending', holder = NULL, lease_until = NULL, limited_by = NULL
    FROM segments s WHERE g.run = s.run AND g.seg = s.seg),
free_sweep AS (
  UPDATE memdb.backfill_run r SET sweeper = NULL, lease_until = NULL, limited_by = NULL
    FROM sweep s WHERE r.id = s.id)
SELECT g.holder FROM memdb.backfill_segment g, lost
 WHERE g.run = lost.run AND g.holder = ANY (lost.holders) AND g.status = 'running'
   AND NOT EXISTS (SELECT FROM segments s WHERE s.seg = g.seg)
UNION ALL
SELECT r.sweeper FROM memdb.backfill_run r, lost
 WHERE r.id = lost.run AND r.sweeper = ANY (lost.holders)
   AND NOT EXISTS (SELECT FROM sweep)
