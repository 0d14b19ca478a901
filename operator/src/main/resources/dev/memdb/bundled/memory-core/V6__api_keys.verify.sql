SELECT bool_and(grantee <> 0) AS "PUBLIC has no privilege on the table"
  FROM pg_catalog.pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner)))
 WHERE pg_class.oid = 'memory.api_keys'::regclass;

SELECT NOT has_any_column_privilege('public', 'memory.api_keys', 'SELECT') AS "PUBLIC reads no column of it",
       NOT has_function_privilege('public', 'memory.authenticate(bytea)', 'EXECUTE') AS "PUBLIC cannot try keys";

SELECT prosecdef AS "authenticate runs with its owner's rights",
       proowner = relowner AS "and its owner is the table's"
  FROM pg_catalog.pg_proc, pg_catalog.pg_class
 WHERE pg_proc.oid = 'memory.authenticate(bytea)'::regprocedure
   AND pg_class.oid = 'memory.api_keys'::regclass;
