SELECT coalesce(sum(hi - lo), 0),
       coalesce(sum(CASE WHEN status = 'done' THEN hi - lo ELSE window_start - lo END), 0),
       coalesce(sum(rows_done), 0), coalesce(bool_and(status = 'done'), true)
  FROM memdb.backfill_segment WHERE run = ?
