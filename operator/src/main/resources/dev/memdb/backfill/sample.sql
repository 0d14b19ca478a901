-- How rows lie in the first blocks of a segment: rows on a page, bytes of a row, bytes that the new values add (both as they are aligned; a
-- value of more than 2 kB goes elsewhere), usable bytes of a page, indexes.
SELECT count(*)::float8 / greatest(count(DISTINCT (ctid::text::point)[0]), 1), coalesce(avg(bytes + 7 & ~7), 0)::float8,
       coalesce(avg((bytes + least(added, 2000) + 7 & ~7) - (bytes + 7 & ~7)), 0)::float8,
       current_setting('block_size')::int - 24, (SELECT count(*) FROM pg_index WHERE indrelid = :relid)
  FROM (SELECT ctid, pg_column_size(t.*) AS bytes, pg_column_size(ROW(:values)) - 24 AS added
          FROM ONLY :relation t
         WHERE ctid >= ':from'::tid AND ctid < ':to'::tid) AS s
