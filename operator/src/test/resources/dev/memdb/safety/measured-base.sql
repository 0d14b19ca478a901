-- What was there when ddl-locks-14-15-18.txt was measured, as far as its forms tell.
CREATE TABLE p (id int PRIMARY KEY, name text);
CREATE TABLE t (
  id int NOT NULL CONSTRAINT t_pkey PRIMARY KEY, a int, b text, v varchar(50), vc varchar(50) CHECK (vc <> 'x'),
  n numeric(10,2), ts timestamp
);
CREATE UNIQUE INDEX t_a_u ON t (a);
CREATE INDEX t_v ON t (v);
CREATE INDEX t_vc ON t (vc);
CREATE TABLE nnc (x int CHECK (x IS NOT NULL));
CREATE TABLE fkc (id int, pid int CONSTRAINT fkc_pid_fkey REFERENCES p (id));
CREATE TABLE fpart (id int REFERENCES p (id), k int) PARTITION BY LIST (k);
CREATE TABLE fpart_1 PARTITION OF fpart FOR VALUES IN (1);
CREATE TABLE fpart_2 (id int, k int NOT NULL CHECK (k = 2));
CREATE TABLE part (id int, k int) PARTITION BY LIST (k);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
CREATE TABLE part_2 PARTITION OF part FOR VALUES IN (2);
CREATE TABLE part_3 (id int, k int);
CREATE TABLE dp (id int, k int) PARTITION BY LIST (k);
CREATE TABLE dp_def PARTITION OF dp DEFAULT;
CREATE DOMAIN dm AS text;
CREATE TABLE dmt (d dm);
CREATE TYPE mood AS ENUM ('a');
CREATE VIEW vw AS SELECT id FROM t;
CREATE MATERIALIZED VIEW mv AS SELECT id FROM t;
CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE SEQUENCE sq;
CREATE SCHEMA memdbx;
