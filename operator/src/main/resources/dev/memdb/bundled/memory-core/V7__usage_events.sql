-- What was used, in single facts: many rows a second, never updated, summed up by time.
--
-- Partitioned by time, so that a month that is no longer needed goes away as a whole. A migration
-- must make the same objects today and next year, in staging and in production: so this one makes
-- a single partition without any date, open at both ends. The function below cuts months out of it
-- when somebody asks for them; until then nothing is refused, and nothing has to run.
-- The open end is an ordinary partition and not a DEFAULT one, beside which months could not be
-- detached CONCURRENTLY.

CREATE TABLE memory.usage_events (
  project_id  uuid        NOT NULL,
  occurred_at timestamptz NOT NULL,
  event_id    uuid        NOT NULL DEFAULT gen_random_uuid(),
  api_key_id  bigint,
  agent_id    text,
  metric      text        NOT NULL,
  quantity    bigint      NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  -- The writer names the event: writing it again, with ON CONFLICT DO NOTHING, counts once.
  CONSTRAINT usage_events_pkey PRIMARY KEY (project_id, occurred_at, event_id),
  CONSTRAINT usage_events_metric_check CHECK (metric IN (
    'memories.written', 'memories.recalled', 'sources.ingested', 'tokens.in', 'tokens.out', 'bytes.stored')),
  -- A negative quantity corrects an earlier row.
  CONSTRAINT usage_events_quantity_check CHECK (quantity <> 0),
  CONSTRAINT usage_events_agent_check CHECK (octet_length(agent_id) BETWEEN 1 AND 256)
) PARTITION BY RANGE (occurred_at);

-- No foreign key to api_keys: it would lock the same few key rows with every insert, and what was
-- used must outlive the key.

-- Hot query "roll up": the usage of one key in a period, answered by the index alone.
CREATE INDEX usage_events_key_idx ON memory.usage_events (project_id, api_key_id, occurred_at)
  INCLUDE (metric, quantity) WHERE api_key_id IS NOT NULL;

CREATE TRIGGER usage_events_append_only BEFORE UPDATE ON memory.usage_events
  FOR EACH ROW EXECUTE FUNCTION memory.refuse_change();

ALTER TABLE memory.usage_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY usage_events_read ON memory.usage_events FOR SELECT
  USING (project_id = (SELECT memory.current_project()));

CREATE POLICY usage_events_append ON memory.usage_events FOR INSERT
  WITH CHECK (project_id = (SELECT memory.current_project()));

COMMENT ON TABLE memory.usage_events IS 'What was used; never updated, partitioned by month on request';
COMMENT ON COLUMN memory.usage_events.event_id IS 'Named by the writer, who can then repeat a write without counting it twice';
COMMENT ON COLUMN memory.usage_events.api_key_id IS 'The key that caused it; NULL: none did. Kept when the key is gone';

-- The one partition, made as the function below makes the others: a table of the same shape with
-- names of its own (PostgreSQL would make them up), then attached.
CREATE TABLE memory.usage_events_later (LIKE memory.usage_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS);

ALTER TABLE memory.usage_events_later
  ADD CONSTRAINT usage_events_later_pkey PRIMARY KEY (project_id, occurred_at, event_id);

CREATE INDEX usage_events_later_key_idx ON memory.usage_events_later (project_id, api_key_id, occurred_at)
  INCLUDE (metric, quantity) WHERE api_key_id IS NOT NULL;

ALTER TABLE memory.usage_events
  ATTACH PARTITION memory.usage_events_later FOR VALUES FROM (MINVALUE) TO (MAXVALUE);

CREATE FUNCTION memory.create_usage_table(table_name name) RETURNS void
LANGUAGE plpgsql STRICT
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('CREATE TABLE memory.%I (LIKE memory.usage_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', table_name);
  EXECUTE format('ALTER TABLE memory.%I ADD CONSTRAINT %I PRIMARY KEY (project_id, occurred_at, event_id)',
    table_name, table_name || '_pkey');
  EXECUTE format('CREATE INDEX %I ON memory.%I (project_id, api_key_id, occurred_at)'
    ' INCLUDE (metric, quantity) WHERE api_key_id IS NOT NULL', table_name || '_key_idx', table_name);
END
$$;

-- Where the open end begins; NULL while it is open at both ends. The catalog keeps a bound only as
-- text, which is why the settings that shape that text are pinned.
CREATE FUNCTION memory.usage_later_begins() RETURNS timestamptz
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
SET DateStyle = 'ISO'
AS $$
  SELECT substring(pg_get_expr(relpartbound, oid) FROM 'FROM \(''([^'']+)''\)')::timestamptz
    FROM pg_class
   WHERE oid = 'memory.usage_events_later'::regclass
$$;

-- Gives every month (UTC) that begins before "through" a partition of its own, and returns the
-- names of the new ones. Called in time, while no row is in the open end yet, it locks usage_events
-- for some milliseconds. Later it refuses, unless it is told to move the rows: everybody waits then.
CREATE FUNCTION memory.add_usage_partitions(through date, move_rows boolean DEFAULT false)
RETURNS SETOF text
LANGUAGE plpgsql STRICT
SET search_path = pg_catalog, pg_temp
SET TimeZone = 'UTC'
SET DateStyle = 'ISO'
SET lock_timeout = '300ms'
AS $$
DECLARE
  begins timestamptz;   -- of the partition that is cut out next; NULL: no lower bound
  ends timestamptz;
  partition name;
BEGIN
  IF through > now() + interval '10 years' THEN
    RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value',
      MESSAGE = format('%s is more than ten years away', through);
  END IF;
  IF coalesce(memory.usage_later_begins(), date_trunc('month', now())) >= through THEN
    RETURN;
  END IF;

  LOCK TABLE memory.usage_events IN ACCESS EXCLUSIVE MODE;
  IF NOT move_rows AND EXISTS (SELECT FROM memory.usage_events_later) THEN
    RAISE EXCEPTION USING ERRCODE = 'object_not_in_prerequisite_state',
      MESSAGE = 'memory.usage_events_later already holds rows of months that have no partition',
      HINT = 'Call memory.add_usage_partitions(through, move_rows => true) when usage may stand still for as long as moving them takes.';
  END IF;

  -- Read again: another session may have been faster.
  begins := memory.usage_later_begins();
  ALTER TABLE memory.usage_events DETACH PARTITION memory.usage_events_later;
  WHILE coalesce(begins, '-infinity') < through LOOP
    IF begins IS NULL THEN
      ends := date_trunc('month', now());
      partition := 'usage_events_before_' || to_char(ends, 'YYYY_MM');
    ELSE
      ends := begins + interval '1 month';
      partition := 'usage_events_' || to_char(begins, 'YYYY_MM');
    END IF;
    PERFORM memory.create_usage_table(partition);
    EXECUTE format('WITH moved AS (DELETE FROM memory.usage_events_later WHERE occurred_at < %L RETURNING *)'
      ' INSERT INTO memory.%I SELECT * FROM moved', ends, partition);
    EXECUTE format('ALTER TABLE memory.usage_events ATTACH PARTITION memory.%I FOR VALUES FROM (%s) TO (%L)',
      partition, coalesce(quote_literal(begins), 'MINVALUE'), ends);
    RETURN NEXT partition;
    begins := ends;
  END LOOP;
  EXECUTE format('ALTER TABLE memory.usage_events ATTACH PARTITION memory.usage_events_later FOR VALUES FROM (%L) TO (MAXVALUE)', begins);
END
$$;

REVOKE EXECUTE ON FUNCTION memory.create_usage_table(name), memory.usage_later_begins(),
  memory.add_usage_partitions(date, boolean) FROM PUBLIC;

COMMENT ON FUNCTION memory.create_usage_table(name) IS 'A table of the shape of a usage_events partition, not attached';
COMMENT ON FUNCTION memory.usage_later_begins() IS 'Where the open end of usage_events begins; NULL: it is open at both ends';
COMMENT ON FUNCTION memory.add_usage_partitions(date, boolean) IS 'Partitions for the months that begin before the date; call it monthly, as the owner, some months ahead';
