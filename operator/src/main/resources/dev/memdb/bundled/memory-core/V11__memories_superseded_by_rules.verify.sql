-- Reads the table, so it runs after the commit: new rows are safe by now, and the next version,
-- which checks all rows, is not tried while old ones would fail it.
SELECT count(*) FILTER (WHERE status = 'superseded' AND superseded_by IS NULL) = 0
         AS "every superseded memory names its successor",
       count(*) FILTER (WHERE status NOT IN ('superseded', 'deleted') AND superseded_by IS NOT NULL) = 0
         AS "no other memory names one",
       count(*) FILTER (WHERE superseded_by = id) = 0 AS "none replaced itself"
  FROM memory.memories;
