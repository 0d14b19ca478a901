-- Reads every row, after the fact, and lets others read and write meanwhile.
SELECT count(*) FILTER (WHERE content_hash IS NULL) = 0 AS "every memory has its hash",
       count(*) FILTER (WHERE content_hash <> sha256(convert_to(content, 'UTF8'))) = 0
         AS "and it is the hash of its content"
  FROM memory.memories;
