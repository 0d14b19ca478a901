-- Text search: configurations, dictionaries, parsers, templates.
SELECT 'text search configuration', ns.name || '.' || quote_ident(c.cfgname), 'pg_ts_config'::regclass::oid, c.oid, 0,
       concat(
         (SELECT concat(E'\n parser: ', p.prsnamespace::regnamespace::text, '.', quote_ident(p.prsname)) FROM pg_ts_parser p WHERE p.oid = c.cfgparser),
         (SELECT E'\n mapping: ' || string_agg(m.maptokentype || '=' || m.mapdict::regdictionary::text, ', ' ORDER BY m.maptokentype, m.mapseqno)
            FROM pg_ts_config_map m WHERE m.mapcfg = c.oid))
  FROM ns JOIN pg_ts_config c ON c.cfgnamespace = ns.oid
UNION ALL
SELECT 'text search dictionary', ns.name || '.' || quote_ident(d.dictname), 'pg_ts_dict'::regclass, d.oid, 0,
       concat(
         (SELECT concat(E'\n template: ', t.tmplnamespace::regnamespace::text, '.', quote_ident(t.tmplname)) FROM pg_ts_template t WHERE t.oid = d.dicttemplate),
         E'\n options: ' || d.dictinitoption)
  FROM ns JOIN pg_ts_dict d ON d.dictnamespace = ns.oid
UNION ALL
SELECT 'text search parser', ns.name || '.' || quote_ident(p.prsname), 'pg_ts_parser'::regclass, p.oid, 0,
       concat(E'\n functions: ', concat_ws(
         ', ', p.prsstart::regproc::text, p.prstoken::regproc::text, p.prsend::regproc::text, p.prsheadline::regproc::text, p.prslextype::regproc::text))
  FROM ns JOIN pg_ts_parser p ON p.prsnamespace = ns.oid
UNION ALL
SELECT 'text search template', ns.name || '.' || quote_ident(t.tmplname), 'pg_ts_template'::regclass, t.oid, 0,
       concat(E'\n functions: ', concat_ws(', ', t.tmplinit::regproc::text, t.tmpllexize::regproc::text))
  FROM ns JOIN pg_ts_template t ON t.tmplnamespace = ns.oid
