/* Functions, triggers and blocks;
   /* comments may nest; */ and hold ' quotes */
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
DECLARE
    changed constant boolean := NEW IS DISTINCT FROM OLD;
    names text[] := ARRAY['a', $q$b;'$q$];
BEGIN
    IF changed AND TG_OP = 'UPDATE' THEN
        NEW.updated_at := clock_timestamp(); -- now() would be that of the transaction
    ELSIF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'no % for %', TG_OP, OLD.id USING ERRCODE = 'P0001', HINT = 'don''t';
    END IF;
    FOR i IN 1 .. array_length(names, 1) LOOP
        EXECUTE format('SELECT %L', names[i]);
    END LOOP;
    RETURN NEW;
EXCEPTION
    WHEN unique_violation THEN
        RETURN NULL;
END;
$body$;

CREATE TRIGGER touch BEFORE INSERT OR UPDATE OF email ON shop.customers
    FOR EACH ROW WHEN (NEW.email IS NOT NULL) EXECUTE FUNCTION shop.touch();

CREATE OR REPLACE FUNCTION shop.add(a int, b int DEFAULT 1) RETURNS int IMMUTABLE STRICT PARALLEL SAFE
RETURN a + b;

CREATE FUNCTION shop.pairs(OUT a int, OUT b text) RETURNS SETOF record
BEGIN ATOMIC
    SELECT 1, CASE WHEN true THEN 'x;' END;
    SELECT 2, 'y';
END;

CREATE PROCEDURE shop.fill(INOUT n int) LANGUAGE plpgsql AS '
BEGIN
    WHILE n > 0 LOOP
        INSERT INTO shop.customers (email) VALUES (''a'' || n);
        n := n - 1;
        COMMIT;
    END LOOP;
END';

CALL shop.fill(3);

DO LANGUAGE plpgsql $do$
DECLARE r record;
BEGIN
    FOR r IN SELECT id FROM shop.customers ORDER BY 1 LOOP
        UPDATE shop.customers SET status = 'old' WHERE id = r.id;
    END LOOP;
    PERFORM pg_notify('done', '');
END
$do$;

CREATE RULE forward AS ON INSERT TO shop.active DO INSTEAD (INSERT INTO shop.customers (email) VALUES (NEW.email); NOTIFY shop);
CREATE AGGREGATE shop.total (numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0');
CREATE OPERATOR shop.=== (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq, COMMUTATOR = OPERATOR(shop.===));
CREATE CAST (text AS shop.pair) WITH INOUT AS ASSIGNMENT;
CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION shop.touch();
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA shop;
