-- What backfills keep in a managed database; made by the first one, under the migration lock. Idempotent.
CREATE TABLE IF NOT EXISTS memdb.backfill_run (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version       text NOT NULL UNIQUE,
  digest        text NOT NULL,
  relation      text NOT NULL,
  pending       text NOT NULL,
  assignments   text NOT NULL,
  expressions   text NOT NULL,
  -- what a person or the operator wants; workers see it with every batch
  desired_state text NOT NULL DEFAULT 'running' CHECK (desired_state IN ('running', 'paused', 'cancelled')),
  duty_max      real NOT NULL DEFAULT 0.8 CHECK (duty_max > 0 AND duty_max <= 1),
  target_ms     int NOT NULL DEFAULT 20 CHECK (target_ms BETWEEN 1 AND 60000),
  max_lag_bytes bigint NOT NULL DEFAULT 67108864 CHECK (max_lag_bytes > 0),
  -- how far it is
  state         text NOT NULL DEFAULT 'filling' CHECK (state IN ('filling', 'filled', 'proven')),
  -- how often it had to be opened again, because rows were open after all; from 1
  attempt       int NOT NULL DEFAULT 1,
  -- who searches for rows that the passes have not met, and how many were found; as in a segment
  sweeper       uuid,
  lease_until   timestamptz,
  seen_at       timestamptz,
  limited_by    text,
  swept         bigint NOT NULL DEFAULT 0,
  started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at   timestamptz
);

-- A stretch of a table's blocks. Whoever is its holder works on it, until the lease is over.
CREATE TABLE IF NOT EXISTS memdb.backfill_segment (
  run          bigint NOT NULL REFERENCES memdb.backfill_run ON DELETE CASCADE,
  seg          int NOT NULL,
  relid        oid NOT NULL,
  relfilenode  oid NOT NULL,
  lo           bigint NOT NULL,
  hi           bigint NOT NULL,
  -- the window that is worked on; a pass of it has come to next_block
  window_start bigint NOT NULL,
  window_end   bigint NOT NULL,
  pass         smallint NOT NULL DEFAULT 0,
  next_block   bigint NOT NULL,
  -- the same for a table that is gone through by its primary key, as texts; NULL: from its beginning
  next_key     text[],
  status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done')),
  holder       uuid,
  lease_until  timestamptz,
  seen_at      timestamptz,
  -- what its holder waits for; NULL: nothing
  limited_by   text,
  rows_done    bigint NOT NULL DEFAULT 0,
  -- of them in place, without an insert into the indexes
  hot_done     bigint NOT NULL DEFAULT 0,
  batches      bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (run, seg)
) WITH (fillfactor = 50);

-- Rows that cannot be filled, by their key; each was tried alone.
CREATE TABLE IF NOT EXISTS memdb.backfill_failure (
  run      bigint NOT NULL REFERENCES memdb.backfill_run ON DELETE CASCADE,
  relid    oid NOT NULL,
  key      jsonb NOT NULL,
  sqlstate text NOT NULL,
  message  text NOT NULL,
  seen_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run, relid, key)
);
