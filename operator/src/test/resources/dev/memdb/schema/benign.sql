-- Changes that are none: the fingerprint stays. The same form as mutations.sql.

INSERT INTO app.parent SELECT i, i::text FROM generate_series(1, 100) i

ANALYZE app.t

CREATE INDEX passing ON app.t (at); DROP INDEX app.passing

ALTER TABLE app.t ADD COLUMN passing int; ALTER TABLE app.t DROP COLUMN passing

ALTER TABLE app.parent DROP COLUMN code CASCADE
ALTER TABLE app.parent ADD COLUMN code text UNIQUE
-- then
ALTER TABLE app.parent DROP COLUMN code
ALTER TABLE app.parent ADD COLUMN code text UNIQUE

SELECT nextval('app.numbers')

SELECT setval('app.numbers', 1000)

ALTER SEQUENCE app.numbers RESTART WITH 50

REFRESH MATERIALIZED VIEW app.m

REFRESH MATERIALIZED VIEW app.m WITH NO DATA

TRUNCATE app.t

CLUSTER app.t USING t_pkey; ALTER TABLE app.t SET WITHOUT CLUSTER

REINDEX TABLE app.t

DO $$ BEGIN EXECUTE format('GRANT ALL ON app.t TO %I', current_user); END $$

DO $$ BEGIN EXECUTE format('GRANT ALL ON SCHEMA app TO %I', current_user); END $$

GRANT EXECUTE ON FUNCTION app.add(int, int) TO PUBLIC

GRANT USAGE ON TYPE app.mood TO PUBLIC

GRANT SELECT ON app.v TO pg_monitor

GRANT USAGE ON SCHEMA app TO pg_monitor

GRANT SELECT (note) ON app.t TO pg_monitor

ALTER DEFAULT PRIVILEGES IN SCHEMA other GRANT SELECT ON TABLES TO pg_monitor

ALTER TABLE app.t OWNER TO pg_monitor
-- as superuser

CREATE TABLE app.p_2026_03 PARTITION OF app.p FOR VALUES FROM ('2026-03-01') TO ('2026-04-01')

ALTER TABLE app.p DETACH PARTITION app.p_2026_02; DROP TABLE app.p_2026_02

ALTER TABLE app.p DETACH PARTITION app.p_2026_02; ALTER TABLE app.p ATTACH PARTITION app.p_2026_02 FOR VALUES FROM ('2026-02-01') TO ('2026-02-15')

ALTER TABLE app.p_2026_01 RENAME TO january

CREATE TABLE unmanaged.t (id int)

CREATE TEMPORARY TABLE t (id int); CREATE TEMPORARY TABLE parent (id int)

CREATE TABLE public.mood (id int)

CREATE EXTENSION pg_stat_statements SCHEMA unmanaged
-- as superuser

CREATE PUBLICATION elsewhere

UPDATE pg_collation SET collversion = '0' WHERE collname = 'bytes'
-- as superuser

COMMENT ON TABLE app.t IS 'things'

ALTER TABLE app.t ALTER COLUMN note SET STATISTICS -1

ALTER TABLE app.t ALTER COLUMN note SET STORAGE EXTENDED

SET search_path = app, other

SET quote_all_identifiers = on

SET bytea_output = 'escape'

SET TimeZone = 'Asia/Tokyo'

SET IntervalStyle = 'iso_8601'

SET extra_float_digits = -5
