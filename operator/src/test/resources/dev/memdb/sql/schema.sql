-- A schema as applications have it: tables, constraints, indexes, rights.
CREATE SCHEMA IF NOT EXISTS shop AUTHORIZATION CURRENT_USER;

CREATE TABLE shop.customers (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email       text NOT NULL COLLATE "C",
    "größe"     numeric(10, 2) DEFAULT 0.00 CHECK ("größe" >= 0),
    settings    jsonb NOT NULL DEFAULT '{"theme": "dark; or not"}'::jsonb,
    status      text NOT NULL DEFAULT 'new' CONSTRAINT known_status CHECK (status IN ('new', 'old')),
    searchable  tsvector GENERATED ALWAYS AS (to_tsvector('english', email)) STORED,
    created_at  timestamptz NOT NULL DEFAULT now(),
    EXCLUDE USING gist (email WITH =),
    UNIQUE NULLS NOT DISTINCT (email)
) WITH (fillfactor = 80);

CREATE TABLE shop.orders (
    LIKE shop.customers INCLUDING DEFAULTS EXCLUDING CONSTRAINTS,
    customer_id bigint REFERENCES shop.customers (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    placed_on   date NOT NULL
) PARTITION BY RANGE (placed_on);

CREATE TABLE shop.orders_2026 PARTITION OF shop.orders FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE shop.orders_rest PARTITION OF shop.orders DEFAULT;
CREATE UNLOGGED TABLE IF NOT EXISTS shop.scratch AS SELECT g AS n FROM generate_series(1, 10) AS g WITH NO DATA;

ALTER TABLE shop.customers
    ADD COLUMN notes text, ALTER COLUMN notes SET STORAGE EXTERNAL,
    ADD CONSTRAINT notes_short CHECK (length(notes) < 1000) NOT VALID,
    ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.customers VALIDATE CONSTRAINT notes_short;
ALTER TABLE IF EXISTS ONLY shop.orders RENAME COLUMN placed_on TO ordered_on;
ALTER TABLE shop.orders DETACH PARTITION shop.orders_rest;

CREATE UNIQUE INDEX customers_email_idx ON shop.customers USING btree (lower(email) text_pattern_ops DESC NULLS LAST)
    INCLUDE (status) WHERE status <> 'old';
CREATE INDEX ON shop.customers USING gin (settings jsonb_path_ops);
CREATE STATISTICS shop.customers_stats (dependencies) ON status, email FROM shop.customers;

CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'happy');
ALTER TYPE shop.mood ADD VALUE IF NOT EXISTS 'great' AFTER 'happy';
CREATE TYPE shop.pair AS (a int, b text);
CREATE DOMAIN shop.positive AS int CHECK (VALUE > 0);
CREATE SEQUENCE shop.numbers INCREMENT BY 2 START 10 CACHE 5 OWNED BY shop.customers.id;

CREATE OR REPLACE VIEW shop.active WITH (security_barrier) AS
    SELECT c.*, count(*) OVER w AS n, rank() OVER (PARTITION BY status ORDER BY id) r
    FROM shop.customers c WHERE status = 'new' WINDOW w AS (PARTITION BY status) WITH CASCADED CHECK OPTION;
CREATE MATERIALIZED VIEW shop.totals AS SELECT status, sum("größe") AS total FROM shop.customers GROUP BY ROLLUP (status);
REFRESH MATERIALIZED VIEW shop.totals;

CREATE POLICY own_rows ON shop.customers FOR SELECT TO PUBLIC USING (email = current_user);
GRANT SELECT, INSERT (email) ON shop.customers TO PUBLIC;
REVOKE ALL ON SCHEMA shop FROM PUBLIC CASCADE;
ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO PUBLIC;
COMMENT ON TABLE shop.customers IS E'people\nwho buy — 😀';
DROP TABLE IF EXISTS shop.scratch, shop.orders_rest CASCADE;
TRUNCATE ONLY shop.orders RESTART IDENTITY CASCADE;
LOCK TABLE shop.orders IN SHARE ROW EXCLUSIVE MODE NOWAIT;
SET LOCAL work_mem TO '64MB';
SELECT set_config('search_path', 'shop', true)
