-- How rows lie in the first blocks: rows on a page, bytes of a row, bytes that the new values add.
SELECT count(*)::float8 / greatest(count(DISTINCT (ctid::text::point)[0]), 1),
       coalesce(avg(pg_column_size(t.*)), 0)::float8,
       coalesce(avg(pg_column_size(ROW(:values)) - 24), 0)::float8
  FROM ONLY :relation t
 WHERE ctid >= '(0,0)'::tid AND ctid < '(32,0)'::tid
