-- What the mutations start from: at least one object of every kind that an owner can make.
CREATE SCHEMA app;
CREATE SCHEMA other;
CREATE SCHEMA unmanaged;

CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN app.positive AS int DEFAULT 1 CONSTRAINT positive_check CHECK (VALUE > 0);
CREATE DOMAIN app.label AS text COLLATE "C" NOT NULL;
CREATE TYPE app.pair AS (a int, b text);
CREATE TYPE app.span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE COLLATION app.bytes (provider = libc, lc_collate = 'C', lc_ctype = 'C');
CREATE SEQUENCE app.numbers;

CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := now()::text; RETURN NEW; END $$;
CREATE FUNCTION app.add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION app.atomic(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT a * 2; END;
CREATE FUNCTION app.same(a int, b int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT a = b';
CREATE FUNCTION app.to_mood(a int) RETURNS app.mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'ok'::app.mood $$;
CREATE PROCEDURE app.nothing() LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE AGGREGATE app.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE OPERATOR app.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = app.same);
CREATE CAST (int AS app.mood) WITH FUNCTION app.to_mood(int);
CREATE TEXT SEARCH CONFIGURATION app.search (COPY = simple);
CREATE TEXT SEARCH DICTIONARY app.words (TEMPLATE = simple, Accept = false);

CREATE TABLE app.parent (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE app.t (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  parent  int CONSTRAINT t_parent_fkey REFERENCES app.parent,
  name    varchar(20) NOT NULL DEFAULT 'x',
  qty     smallint CONSTRAINT qty_check CHECK (qty > 0),
  twice   int GENERATED ALWAYS AS (qty * 2) STORED,
  note    text,
  mood    app.mood,
  at      timestamptz DEFAULT now(),
  serial  serial,
  gone    int,
  during  int4range,
  CONSTRAINT t_during_excl EXCLUDE USING gist (during WITH &&));
ALTER TABLE app.t DROP COLUMN gone;
CREATE INDEX t_name_idx ON app.t (lower(name), qty DESC) WHERE qty > 1;
CREATE UNIQUE INDEX t_note_key ON app.t (note);
CREATE STATISTICS app.t_stats (dependencies) ON name, qty FROM app.t;
CREATE TRIGGER t_touch BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();
CREATE RULE t_rule AS ON DELETE TO app.t WHERE OLD.qty = 7 DO INSTEAD NOTHING;
CREATE POLICY t_policy ON app.t FOR SELECT USING (qty > 0);
CREATE VIEW app.v AS SELECT t.id, t.name FROM app.t t WHERE t.qty > 0;
CREATE MATERIALIZED VIEW app.m AS SELECT t.qty, count(*) AS n FROM app.t t GROUP BY t.qty;
CREATE UNIQUE INDEX m_qty_idx ON app.m (qty);
CREATE TABLE app.child (extra int) INHERITS (app.parent);
CREATE TABLE other.typed OF app.pair;

CREATE TABLE app.p (id int NOT NULL, at date NOT NULL, qty int CONSTRAINT p_qty_check CHECK (qty > 0), parent int REFERENCES app.parent,
  PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX p_qty_idx ON app.p (qty);
CREATE TABLE app.p_2026_01 PARTITION OF app.p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE app.p_2026_02 PARTITION OF app.p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TRIGGER p_touch BEFORE INSERT ON app.p FOR EACH ROW EXECUTE FUNCTION app.touch();

CREATE TABLE other.u (id int, pid int, pat date, CONSTRAINT u_p_fkey FOREIGN KEY (pid, pat) REFERENCES app.p);
CREATE PUBLICATION some_tables FOR TABLE app.t;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON SEQUENCES TO PUBLIC;
COMMENT ON TABLE app.t IS 'things';
COMMENT ON COLUMN app.t.note IS 'a note';
