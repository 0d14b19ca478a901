-- What is there when each form runs.
CREATE TABLE p (id int PRIMARY KEY, name text);
CREATE TABLE t (
  id int PRIMARY KEY, a int, b text, v varchar(50), vc varchar(50) CHECK (vc <> 'x'), n numeric(10,2),
  ts timestamp, st text
);
CREATE UNIQUE INDEX t_a_u ON t (a);
CREATE INDEX t_v ON t (v);
CREATE INDEX t_vc ON t (vc);
CREATE TABLE nnc (id int PRIMARY KEY, x int, y int);
ALTER TABLE nnc ADD CONSTRAINT nnc_x CHECK (x IS NOT NULL);
ALTER TABLE nnc ADD CONSTRAINT nnc_y CHECK (y > 0);
CREATE TABLE fkc (id int, pid int CONSTRAINT fkc_pid_fkey REFERENCES p (id), CONSTRAINT fkc_self PRIMARY KEY (id));
CREATE TABLE fpart (id int REFERENCES p (id), k int) PARTITION BY LIST (k);
CREATE TABLE fpart_1 PARTITION OF fpart FOR VALUES IN (1);
CREATE TABLE fpart_2 (id int REFERENCES p (id), k int NOT NULL CHECK (k = 2));
CREATE TABLE part (id int, k int) PARTITION BY LIST (k);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2);
CREATE TABLE part_3 (id int, k int);
CREATE TABLE part_5 (id int, k int CHECK (k = 5));
CREATE TABLE part_6 (id int, k int NOT NULL CHECK (k = 6));
CREATE TABLE part_9 (id int NOT NULL, k int);
CREATE TABLE dp (id int NOT NULL, k int) PARTITION BY RANGE (id);
CREATE TABLE dp_1 PARTITION OF dp FOR VALUES FROM (0) TO (1000);
CREATE TABLE dp_def PARTITION OF dp DEFAULT;
CREATE TABLE dq (id int NOT NULL, k int) PARTITION BY RANGE (id);
CREATE TABLE dq_def PARTITION OF dq DEFAULT;
ALTER TABLE dq_def ADD CONSTRAINT dq_def_low CHECK (id < 5000);
CREATE DOMAIN dm AS text;
CREATE DOMAIN dc AS int CHECK (VALUE > 0);
CREATE TABLE dmt (id int PRIMARY KEY, d dm);
CREATE TYPE mood AS ENUM ('a');
CREATE VIEW vw AS SELECT id FROM nnc;
CREATE MATERIALIZED VIEW mv AS SELECT id, name FROM p;
CREATE UNIQUE INDEX mv_id ON mv (id);
CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION vol() RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION volsql() RETURNS int LANGUAGE sql VOLATILE AS $$ SELECT 1 $$;
CREATE FUNCTION immu() RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 1; END $$;
CREATE SEQUENCE sq;
CREATE SCHEMA other;
CREATE TABLE par (id int, x int);
CREATE TABLE chi () INHERITS (par);
CREATE TABLE nopk (id int NOT NULL, x int);
CREATE UNIQUE INDEX nopk_id ON nopk (id);
CREATE UNIQUE INDEX nopk_x ON nopk (x);
INSERT INTO p SELECT i, 'n' FROM generate_series(1, 10) i;
INSERT INTO t SELECT i, i, 'b', 'v', 'v', 1, now(), 'open' FROM generate_series(1, 20) i;
