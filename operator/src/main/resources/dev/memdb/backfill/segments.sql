-- Cuts a table into segments; those of an earlier file of the same table are dropped: it was rewritten.
WITH gone AS (
  DELETE FROM memdb.backfill_segment WHERE run = ? AND relid = ?::oid RETURNING 1),
cut AS (
  SELECT ?::bigint AS run, ?::oid AS relid, ?::oid AS relfilenode, lo, least(lo + ?, ?) AS hi
    FROM generate_series(0, greatest(?::bigint - 1, 0), ?) AS lo)
INSERT INTO memdb.backfill_segment (run, seg, relid, relfilenode, lo, hi, window_start, window_end, next_block)
SELECT run, coalesce((SELECT max(seg) FROM memdb.backfill_segment b WHERE b.run = cut.run), -1) + row_number() OVER (ORDER BY lo),
       relid, relfilenode, lo, hi, lo, lo, lo
  FROM cut
