SELECT attname, format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute
 WHERE attrelid = ?::oid AND attname = ANY (?::text[]) AND NOT attisdropped
