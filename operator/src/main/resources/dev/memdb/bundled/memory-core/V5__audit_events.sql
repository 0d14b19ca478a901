-- Who did what. Written once, never changed, and kept when its object is gone: hence no foreign
-- keys, and none of the lifecycle columns of a table that can change.

CREATE TABLE memory.audit_events (
  project_id  uuid        NOT NULL,
  id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  occurred_at timestamptz NOT NULL DEFAULT now(),
  actor       text        NOT NULL,
  action      text        NOT NULL,
  object_kind text        NOT NULL,
  object_id   bigint,
  outcome     text        NOT NULL,
  details     jsonb       NOT NULL DEFAULT '{}',
  CONSTRAINT audit_events_pkey PRIMARY KEY (project_id, id),
  CONSTRAINT audit_events_actor_check CHECK (octet_length(actor) BETWEEN 1 AND 256),
  CONSTRAINT audit_events_action_check CHECK (octet_length(action) BETWEEN 1 AND 128),
  CONSTRAINT audit_events_object_check CHECK (object_kind IN ('memory', 'source', 'artifact', 'api_key', 'project')),
  CONSTRAINT audit_events_outcome_check CHECK (outcome IN ('allowed', 'denied', 'failed')),
  CONSTRAINT audit_events_details_check CHECK (jsonb_typeof(details) = 'object')
);

CREATE INDEX audit_events_time_idx ON memory.audit_events (project_id, occurred_at);

CREATE INDEX audit_events_object_idx ON memory.audit_events (project_id, object_kind, object_id, occurred_at);

-- A statement's trigger: it refuses TRUNCATE too, and an UPDATE that matches no row.
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON memory.audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION memory.refuse_change();

-- ALWAYS: session_replication_role does not switch it off.
ALTER TABLE memory.audit_events ENABLE ALWAYS TRIGGER audit_events_append_only;

ALTER TABLE memory.audit_events ENABLE ROW LEVEL SECURITY;

CREATE POLICY audit_events_read ON memory.audit_events FOR SELECT
  USING (project_id = (SELECT memory.current_project()));

CREATE POLICY audit_events_append ON memory.audit_events FOR INSERT
  WITH CHECK (project_id = (SELECT memory.current_project()));

COMMENT ON TABLE memory.audit_events IS 'Who did what; append-only';
COMMENT ON COLUMN memory.audit_events.actor IS 'A user, an agent or an API key, as the application names it';
COMMENT ON COLUMN memory.audit_events.object_id IS 'The id of the object in its own table; NULL: the action was on no single one';
