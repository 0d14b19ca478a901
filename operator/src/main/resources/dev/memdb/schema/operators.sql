-- Operators, their families and classes, casts, conversions, transforms.
SELECT 'operator', ns.name || '.' || o.oprname || '(' || format_type(nullif(o.oprleft, 0), NULL) || ', ' || format_type(nullif(o.oprright, 0), NULL) || ')',
       'pg_operator'::regclass::oid, o.oid, 0,
       concat(E'\n function: ', o.oprcode::regprocedure::text, E'\n commutator: ' || nullif(o.oprcom, 0)::regoperator::text,
              E'\n negator: ' || nullif(o.oprnegate, 0)::regoperator::text, E'\n restrict: ' || nullif(o.oprrest::regprocedure::text, '-'),
              E'\n join: ' || nullif(o.oprjoin::regprocedure::text, '-'), CASE WHEN o.oprcanhash THEN E'\n hashes' END, CASE WHEN o.oprcanmerge THEN E'\n merges' END)
  FROM ns JOIN pg_operator o ON o.oprnamespace = ns.oid
UNION ALL
SELECT 'operator family', ns.name || '.' || quote_ident(f.opfname) || ' using ' || am.amname, 'pg_opfamily'::regclass, f.oid, 0,
       concat(
         (SELECT E'\n operators: ' || string_agg(concat(
                     o.amopstrategy, ' ', o.amopopr::regoperator::text, ' ', o.amoppurpose,
                     ' by ' || (SELECT quote_ident(s.opfname) FROM pg_opfamily s WHERE s.oid = o.amopsortfamily)), ', '
                   ORDER BY o.amopstrategy, o.amopopr::regoperator::text COLLATE "C")
            FROM pg_amop o WHERE o.amopfamily = f.oid),
         (SELECT E'\n functions: ' || string_agg(concat(
                     p.amprocnum, ' ', p.amproc::regprocedure::text, ' ', format_type(p.amproclefttype, NULL), ' ', format_type(p.amprocrighttype, NULL)), ', '
                   ORDER BY p.amprocnum, format_type(p.amproclefttype, NULL) COLLATE "C", format_type(p.amprocrighttype, NULL) COLLATE "C")
            FROM pg_amproc p WHERE p.amprocfamily = f.oid))
  FROM ns JOIN pg_opfamily f ON f.opfnamespace = ns.oid JOIN pg_am am ON am.oid = f.opfmethod
UNION ALL
SELECT 'operator class', ns.name || '.' || quote_ident(c.opcname) || ' using ' || am.amname, 'pg_opclass'::regclass, c.oid, 0,
       concat(E'\n type: ', format_type(c.opcintype, NULL), CASE WHEN c.opcdefault THEN E'\n default' END, E'\n storage: ' || format_type(nullif(c.opckeytype, 0), NULL),
              E'\n family: ', f.opfnamespace::regnamespace::text, '.', quote_ident(f.opfname))
  FROM ns JOIN pg_opclass c ON c.opcnamespace = ns.oid JOIN pg_am am ON am.oid = c.opcmethod JOIN pg_opfamily f ON f.oid = c.opcfamily
UNION ALL
SELECT 'cast', format_type(c.castsource, NULL) || ' as ' || format_type(c.casttarget, NULL), 'pg_cast'::regclass, c.oid, 0,
       concat(E'\n by: ', CASE c.castmethod WHEN 'f' THEN c.castfunc::regprocedure::text WHEN 'i' THEN 'input and output' ELSE 'binary form' END,
              CASE c.castcontext WHEN 'a' THEN E'\n in assignments' WHEN 'i' THEN E'\n implicit' END)
  FROM pg_cast c JOIN pg_type s ON s.oid = c.castsource JOIN pg_type t ON t.oid = c.casttarget LEFT JOIN pg_proc p ON p.oid = c.castfunc
 WHERE c.oid >= 16384 AND EXISTS (SELECT FROM ns WHERE ns.oid IN (s.typnamespace, t.typnamespace, p.pronamespace))
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype = 'i')
UNION ALL
SELECT 'transform', format_type(f.trftype, NULL) || ' for ' || quote_ident(l.lanname), 'pg_transform'::regclass, f.oid, 0,
       concat(E'\n from SQL: ', f.trffromsql::regprocedure::text, E'\n to SQL: ', f.trftosql::regprocedure::text)
  FROM ns JOIN pg_type t ON t.typnamespace = ns.oid JOIN pg_transform f ON f.trftype = t.oid JOIN pg_language l ON l.oid = f.trflang
UNION ALL
SELECT 'conversion', ns.name || '.' || quote_ident(c.conname), 'pg_conversion'::regclass, c.oid, 0,
       concat(E'\n from: ', pg_encoding_to_char(c.conforencoding), E'\n to: ', pg_encoding_to_char(c.contoencoding), E'\n function: ', c.conproc::regprocedure::text,
              CASE WHEN c.condefault THEN E'\n default' END)
  FROM ns JOIN pg_conversion c ON c.connamespace = ns.oid
