-- Rows of random pages with another value than the file's expression gives: the first three, by their key.
SELECT (:key)::text
  FROM ONLY :relation t TABLESAMPLE SYSTEM (:percent)
 WHERE (:meant) AND (:done) AND (:differs)
 LIMIT 3
