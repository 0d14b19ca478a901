-- The last of the next rows in the order of the key.
SELECT ARRAY[:texts]
  FROM (SELECT :columns FROM ONLY :relation WHERE :after ORDER BY :columns LIMIT ?) AS next
 ORDER BY :descending LIMIT 1
