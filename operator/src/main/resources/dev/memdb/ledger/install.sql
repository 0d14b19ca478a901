-- Everything the operator keeps in a managed database. Idempotent; runs in one transaction, under the migration lock.
CREATE SCHEMA IF NOT EXISTS memdb;
COMMENT ON SCHEMA memdb IS 'Ledger of the memory-database-operator: do not change by hand';

-- The ledger's own format: an operator refuses one that is newer than itself.
CREATE TABLE IF NOT EXISTS memdb.format (
  one     bool PRIMARY KEY DEFAULT true CHECK (one),
  version int NOT NULL
);
INSERT INTO memdb.format (version) VALUES (1) ON CONFLICT DO NOTHING;

-- The one writer: whoever holds the advisory lock and stands here with its token.
CREATE TABLE IF NOT EXISTS memdb.fence (
  one         bool PRIMARY KEY DEFAULT true CHECK (one),
  token       uuid NOT NULL,
  holder      text NOT NULL,
  pid         int NOT NULL,
  taken_at    timestamptz NOT NULL,
  lease_until timestamptz NOT NULL,
  n           bigint NOT NULL
);

-- Flyway's history, exactly as Flyway creates it.
CREATE TABLE IF NOT EXISTS memdb.history (
  installed_rank int NOT NULL CONSTRAINT history_pk PRIMARY KEY,
  version        varchar(50),
  description    varchar(200) NOT NULL,
  type           varchar(20) NOT NULL,
  script         varchar(1000) NOT NULL,
  checksum       int,
  installed_by   varchar(100) NOT NULL,
  installed_on   timestamp NOT NULL DEFAULT now(),
  execution_time int NOT NULL,
  success        bool NOT NULL
);
CREATE INDEX IF NOT EXISTS history_s_idx ON memdb.history (success);
-- Exactly once, whatever happens to locks. Flyway's repair writes DELETE rows for files that are gone.
CREATE UNIQUE INDEX IF NOT EXISTS history_once ON memdb.history (version) WHERE success AND type <> 'DELETE';

-- Whose database it is. A copy of the database carries its claim along: see ClaimCheck.
CREATE TABLE IF NOT EXISTS memdb.claim (
  one         bool PRIMARY KEY DEFAULT true CHECK (one),
  cluster     text NOT NULL,
  resource    text NOT NULL,
  environment text NOT NULL,
  claimed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Every run that had something to do. Append-only. request: what a person asked for; the same request is not tried again after a failure.
CREATE TABLE IF NOT EXISTS memdb.run (
  id               uuid PRIMARY KEY,
  cluster          text NOT NULL,
  resource         text NOT NULL,
  environment      text NOT NULL,
  from_version     text,
  target_version   text NOT NULL,
  source           text NOT NULL,
  source_digest    text NOT NULL,
  request          text NOT NULL,
  holder           text NOT NULL,
  operator_version text NOT NULL,
  database_user    text NOT NULL DEFAULT session_user,
  started_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What happened to each version. Append-only.
CREATE TABLE IF NOT EXISTS memdb.step (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run         uuid NOT NULL REFERENCES memdb.run,
  version     text NOT NULL,
  description text NOT NULL,
  script      text NOT NULL,
  sha256      text NOT NULL,
  outcome     text NOT NULL CONSTRAINT step_outcome CHECK (outcome IN ('attempt', 'applied', 'recorded', 'verified', 'postponed', 'failed')),
  started_at  timestamptz NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  statements  jsonb NOT NULL DEFAULT '[]',
  detail      jsonb,
  reason      text,
  sqlstate    text,
  error       text
);
COMMENT ON COLUMN memdb.step.outcome IS
  'attempt: a non-transactional statement is about to run; applied: committed; recorded: had happened before, seen and written down; verified: its verify.sql held after the commit; postponed: a failure that passes, it is tried again; failed: see sqlstate and error';

-- The schema as the last run left it: what is not so later is drift.
CREATE TABLE IF NOT EXISTS memdb.expected (
  one         bool PRIMARY KEY DEFAULT true CHECK (one),
  version     text,
  fingerprint text NOT NULL,
  schemas     text[] NOT NULL,
  snapshot    text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE OR REPLACE FUNCTION memdb.append_only() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'memdb.% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON memdb.run
  FOR EACH STATEMENT EXECUTE FUNCTION memdb.append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON memdb.step
  FOR EACH STATEMENT EXECUTE FUNCTION memdb.append_only();

-- For people: SELECT * FROM memdb.log;
CREATE OR REPLACE VIEW memdb.log AS
  SELECT s.finished_at, r.environment, s.version, s.description, s.outcome, s.finished_at - s.started_at AS duration,
         r.holder, r.database_user, r.source, s.script, s.sha256, s.sqlstate, s.error
    FROM memdb.step s JOIN memdb.run r ON r.id = s.run
   ORDER BY s.id;
CREATE OR REPLACE VIEW memdb.statement_log AS
  SELECT s.finished_at, s.version, s.script, t.line, t.statement, t.ms, s.outcome
    FROM memdb.step s, LATERAL jsonb_to_recordset(s.statements) AS t (line int, statement text, ms numeric)
   ORDER BY s.id, t.line;
