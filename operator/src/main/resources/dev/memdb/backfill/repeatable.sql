-- Whether all of these functions give the same for the same arguments, in each form that has so many. Parameters: those of
-- pg_catalog that are STABLE only because a setting of the session has a say; schemas, names, numbers of arguments.
SELECT coalesce(bool_and(p.provolatile = 'i' OR p.provolatile = 's' AND f.schema = 'pg_catalog' AND f.name = ANY (?::text[])), true)
  FROM unnest(?::text[], ?::text[], ?::int[]) AS f(schema, name, arguments)
  LEFT JOIN (pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace)
    ON n.nspname = f.schema AND p.proname = f.name
   AND (f.arguments BETWEEN p.pronargs - p.pronargdefaults AND p.pronargs OR p.provariadic <> 0)
