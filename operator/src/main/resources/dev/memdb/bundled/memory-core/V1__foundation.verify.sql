SELECT pg_has_role(nspowner, 'USAGE') AS "the schema belongs to whoever migrates it",
       NOT has_schema_privilege('public', oid, 'CREATE') AS "PUBLIC cannot create objects in it"
  FROM pg_catalog.pg_namespace
 WHERE nspname = 'memory';

SELECT count(*) = 3 AS "the three shared functions exist",
       bool_and('search_path=pg_catalog, pg_temp' = ANY (proconfig)) AS "each of them pins its search_path"
  FROM pg_catalog.pg_proc
 WHERE oid IN ('memory.current_project()'::regprocedure,
               'memory.keep_lifecycle()'::regprocedure,
               'memory.refuse_change()'::regprocedure);
