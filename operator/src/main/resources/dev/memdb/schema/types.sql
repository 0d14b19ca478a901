-- Types other than those of tables: enums, domains, ranges, base types, shells.
SELECT CASE typ.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'type' END, typ.identity, 'pg_type'::regclass::oid, typ.oid, 0,
       CASE typ.typtype
         WHEN 'e' THEN (SELECT E'\n labels: ' || string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = typ.oid)
         WHEN 'd' THEN concat(
           E'\n type: ', format_type(typ.typbasetype, typ.typtypmod), CASE WHEN typ.typnotnull THEN E'\n not null' END,
           E'\n default: ' || replace(coalesce(pg_get_expr(typ.typdefaultbin, 0), typ.typdefault), E'\n', E'\n  '),
           (SELECT E'\n collation: ' || typ.typcollation::regcollation::text FROM pg_type base
             WHERE base.oid = typ.typbasetype AND base.typcollation <> typ.typcollation))
         WHEN 'r' THEN (
           SELECT concat(E'\n subtype: ', format_type(r.rngsubtype, NULL), E'\n multirange: ', format_type(r.rngmultitypid, NULL),
                         E'\n collation: ' || nullif(r.rngcollation::regcollation::text, '-'),
                         E'\n operator class: ', o.opcnamespace::regnamespace::text, '.', quote_ident(o.opcname),
                         E'\n canonical: ' || nullif(r.rngcanonical::regproc::text, '-'), E'\n difference: ' || nullif(r.rngsubdiff::regproc::text, '-'))
             FROM pg_range r JOIN pg_opclass o ON o.oid = r.rngsubopc WHERE r.rngtypid = typ.oid)
         ELSE CASE WHEN typ.typisdefined THEN concat(
           E'\n input: ', typ.typinput::regproc::text, E'\n output: ', typ.typoutput::regproc::text,
           E'\n receive: ', typ.typreceive::regproc::text, E'\n send: ', typ.typsend::regproc::text,
           E'\n modifiers: ', typ.typmodin::regproc::text, ', ', typ.typmodout::regproc::text, E'\n analyze: ', typ.typanalyze::regproc::text,
           E'\n subscript: ', typ.typsubscript::regproc::text, E'\n length: ', typ.typlen, E'\n by value: ', typ.typbyval, E'\n alignment: ', typ.typalign,
           E'\n storage: ', typ.typstorage, E'\n category: ', typ.typcategory, E'\n preferred: ', typ.typispreferred, E'\n delimiter: ', typ.typdelim,
           E'\n element: ' || format_type(nullif(typ.typelem, 0), NULL), E'\n default: ' || typ.typdefault, CASE WHEN typ.typcollation <> 0 THEN E'\n collatable' END)
           ELSE E'\n shell' END
       END
  FROM typ
UNION ALL
SELECT 'collation', ns.name || '.' || quote_ident(c.collname), 'pg_collation'::regclass, c.oid, 0,
       concat(
         E'\n provider: ', c.collprovider, E'\n ctype: ' || c.collctype,
         E'\n locale: ' || c.collcollate,                               -- before 15
         E'\n locale: ' || coalesce(c.colliculocale, c.collcollate),    -- from 15 before 17
         E'\n locale: ' || coalesce(c.colllocale, c.collcollate),       -- from 17
         E'\n rules: ' || c.collicurules,                               -- from 16
         CASE WHEN NOT c.collisdeterministic THEN E'\n not deterministic' END, E'\n encoding: ' || nullif(c.collencoding, -1))
  FROM ns JOIN pg_collation c ON c.collnamespace = ns.oid
