-- A segment that nobody works on, or whose holder has given no sign of life for a whole lease. Its window begins again: the
-- passes of the other worker were perhaps cut differently, and a pass over rows that are done costs little.
UPDATE memdb.backfill_segment g
   SET holder = ?::uuid, status = 'running', pass = 0, next_block = g.window_start, window_end = g.window_start,
       lease_until = clock_timestamp() + interval '30 s', seen_at = clock_timestamp(), limited_by = NULL
  FROM (SELECT run, seg FROM memdb.backfill_segment
         WHERE run = ? AND (status = 'pending' OR (status = 'running' AND lease_until < clock_timestamp()))
         ORDER BY seg LIMIT 1 FOR UPDATE SKIP LOCKED) free
 WHERE g.run = free.run AND g.seg = free.seg
RETURNING g.seg, g.relid::bigint, g.relid::regclass::text, g.hi, g.window_start,
          (SELECT amname = 'heap' FROM pg_class c JOIN pg_am m ON m.oid = c.relam WHERE c.oid = g.relid), g.next_key
