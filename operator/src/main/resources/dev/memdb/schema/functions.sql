-- Functions, procedures, aggregates. The parsed body of BEGIN ATOMIC is deparsed by the server, as
-- the text of a view is.
SELECT CASE fn.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, fn.identity, 'pg_proc'::regclass::oid, fn.oid, 0,
       concat(
         CASE WHEN fn.parsed THEN E'\n text: ' ELSE E'\n definition: ' END, replace(pg_get_functiondef(fn.oid), E'\n', E'\n  '),
         CASE WHEN fn.prosecdef AND fn.proowner <> usual.owner THEN E'\n owned by another role than most tables' END)
  FROM fn CROSS JOIN usual
 WHERE fn.prokind <> 'a'
UNION ALL
SELECT 'aggregate', fn.identity, 'pg_proc'::regclass, fn.oid, 0,
       concat(
         E'\n returns: ', pg_get_function_result(fn.oid), E'\n arguments: ', pg_get_function_arguments(fn.oid),
         CASE g.aggkind WHEN 'o' THEN E'\n ordered set' WHEN 'h' THEN E'\n hypothetical set' END,
         E'\n state: ', format_type(g.aggtranstype, NULL), ' by ', g.aggtransfn::regprocedure::text, E'\n initial: ' || g.agginitval,
         E'\n state size: ' || nullif(g.aggtransspace, 0),
         E'\n final: ' || nullif(g.aggfinalfn::regprocedure::text, '-'), CASE WHEN g.aggfinalextra THEN E'\n final with arguments' END,
         E'\n final modifies: ' || nullif(g.aggfinalmodify::text, CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END),
         E'\n combine: ' || nullif(g.aggcombinefn::regprocedure::text, '-'),
         E'\n serialize: ' || nullif(g.aggserialfn::regprocedure::text, '-'), E'\n deserialize: ' || nullif(g.aggdeserialfn::regprocedure::text, '-'),
         E'\n sort operator: ' || nullif(g.aggsortop::regoperator::text, '0'),
         CASE WHEN g.aggmtransfn <> 0 THEN
           E'\n moving state: ' || format_type(g.aggmtranstype, NULL) || concat_ws(', ', ' by ' || g.aggmtransfn::regprocedure::text,
             g.aggminvtransfn::regprocedure::text, g.aggmfinalfn::regprocedure::text, g.aggminitval, g.aggmtransspace, g.aggmfinalextra, g.aggmfinalmodify) END,
         E'\n parallel: ' || CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END)
  FROM fn JOIN pg_aggregate g ON g.aggfnoid = fn.oid JOIN pg_proc p ON p.oid = fn.oid
 WHERE fn.prokind = 'a'
