-- What pg_dump -s would tell of schema memory, one line an object, without OIDs.
SELECT line FROM (
  SELECT format('relation %s %s rls=%s owner=%s acl=%s options=%s bound=%s', c.oid::regclass, c.relkind, c.relrowsecurity,
                c.relowner::regrole, c.relacl, c.reloptions, pg_get_expr(c.relpartbound, c.oid))
    FROM pg_class AS c WHERE c.relnamespace = 'memory'::regnamespace
  UNION ALL
  SELECT format('column %s.%s %s %s notnull=%s identity=%s default=%s acl=%s', attrelid::regclass, attname, attnum,
                format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid), attacl)
    FROM pg_attribute
    JOIN pg_class AS c ON c.oid = attrelid AND c.relnamespace = 'memory'::regnamespace
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
   WHERE attnum > 0
  UNION ALL
  SELECT format('constraint %s on %s %s valid=%s', conname, conrelid::regclass, pg_get_constraintdef(oid), convalidated)
    FROM pg_constraint WHERE connamespace = 'memory'::regnamespace
  UNION ALL
  SELECT format('index %s valid=%s', pg_get_indexdef(indexrelid), indisvalid)
    FROM pg_index JOIN pg_class AS c ON c.oid = indexrelid AND c.relnamespace = 'memory'::regnamespace
  UNION ALL
  SELECT format('trigger %s enabled=%s', pg_get_triggerdef(t.oid), tgenabled)
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = tgrelid AND c.relnamespace = 'memory'::regnamespace
   WHERE NOT tgisinternal
  UNION ALL
  SELECT format('policy %s on %s %s %s %s', polname, polrelid::regclass, polcmd, pg_get_expr(polqual, polrelid),
                pg_get_expr(polwithcheck, polrelid))
    FROM pg_policy
  UNION ALL
  SELECT format('function %s owner=%s acl=%s', pg_get_functiondef(oid), proowner::regrole, proacl)
    FROM pg_proc WHERE pronamespace = 'memory'::regnamespace
  UNION ALL
  SELECT format('schema %s owner=%s acl=%s', nspname, nspowner::regrole, nspacl)
    FROM pg_namespace WHERE nspname = 'memory'
  UNION ALL
  SELECT format('comment %s %s %s', classoid::regclass, pg_describe_object(classoid, objoid, objsubid), description)
    FROM pg_description WHERE objoid >= 16384
) AS lines (line)
ORDER BY line COLLATE "C"
