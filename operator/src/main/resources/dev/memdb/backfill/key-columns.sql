SELECT a.attname, format_type(a.atttypid, a.atttypmod)
  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
 WHERE i.indrelid = ?::oid AND i.indisprimary
 ORDER BY array_position(i.indkey, a.attnum)
