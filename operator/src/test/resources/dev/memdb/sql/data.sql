INSERT INTO shop.customers AS c (email, "größe")
VALUES ('a@example.org', 1.5e3), (U&'\0061', DEFAULT), ($$it's$$, -0x1F)
ON CONFLICT (email) WHERE status = 'new' DO UPDATE SET status = excluded.status, "größe" = c."größe" + 1
RETURNING id, xmin::text::bigint;

WITH RECURSIVE tree (id, parent, depth) AS (
    SELECT id, NULL::bigint, 0 FROM shop.nodes WHERE parent IS NULL
    UNION ALL
    SELECT n.id, n.parent, t.depth + 1 FROM shop.nodes n JOIN tree t ON t.id = n.parent
) SEARCH DEPTH FIRST BY id SET path CYCLE id SET looped USING trail,
gone AS MATERIALIZED (DELETE FROM shop.orders USING tree WHERE orders.customer_id = tree.id RETURNING *)
SELECT t.*, (SELECT array_agg(x ORDER BY x DESC) FILTER (WHERE x > 1) FROM unnest(ARRAY[1, 2, 3]) AS u (x))
FROM tree t CROSS JOIN LATERAL (VALUES (1), (2)) AS v (n) LEFT JOIN gone USING (id)
WHERE t.depth BETWEEN SYMMETRIC 3 AND 1 AND t.id = ANY (ARRAY[1, 2]) IS NOT UNKNOWN
GROUP BY GROUPING SETS ((t.id), CUBE (t.parent, t.depth)) HAVING bool_or(v.n > 0)
ORDER BY 1 USING >, 2 NULLS FIRST OFFSET 5 ROWS FETCH FIRST 10 ROWS ONLY FOR UPDATE OF t SKIP LOCKED;

MERGE INTO shop.stock AS s USING (SELECT * FROM shop.delivery) d ON s.id = d.id
WHEN MATCHED AND d.n = 0 THEN DELETE
WHEN MATCHED THEN UPDATE SET n = s.n + d.n
WHEN NOT MATCHED THEN INSERT (id, n) VALUES (d.id, d.n);

UPDATE shop.customers SET (email, status) = (SELECT lower(email), 'old'), settings['a']['b'] = '1', settings = settings #- '{x}'
FROM shop.orders o WHERE o.customer_id = customers.id AND o.placed_on OPERATOR(pg_catalog.<) DATE '2026-01-01' - INTERVAL '1' DAY;

SELECT EXTRACT(epoch FROM now()), CAST('1' AS int), '1'::shop.pair[], POSITION('b' IN 'abc'), TRIM(BOTH 'x' FROM 'xax'),
       OVERLAY('abc' PLACING 'z' FROM 2), ROW(1, 2) < (3, 4), COALESCE(NULL, 1), GREATEST(1, 2), B'101', X'1F', 1_000,
       JSON_OBJECT('a': 1), XMLELEMENT(NAME x, 'y'), now() AT TIME ZONE 'UTC', a.b.c, -(-1), NOT TRUE, 'ab' LIKE 'c%' ESCAPE '\'
FROM ONLY (a), ROWS FROM (f(1), g(2)) WITH ORDINALITY AS r (x, y, z);
TABLE shop.customers;
VALUES (1, 'x'), (2, 'y') ORDER BY 1 LIMIT ALL;
PREPARE q (int) AS SELECT $1 + 1;
EXECUTE q (1);
EXPLAIN (ANALYZE, FORMAT json) SELECT 1;
DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT 1;
FETCH BACKWARD 2 FROM c;
