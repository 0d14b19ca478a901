CREATE SCHEMA chaos;
CREATE TABLE chaos.marks (
  version int NOT NULL,
  backend int NOT NULL DEFAULT pg_backend_pid(),
  at      timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO chaos.marks (version) VALUES (1);
