-- Where memories come from: a document, a conversation, an import. The text itself is not kept
-- here, only what is needed to fetch it again and to see whether it changed.

CREATE TABLE memory.sources (
  project_id      uuid        NOT NULL,
  id              bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind            text        NOT NULL,
  uri             text        NOT NULL,
  title           text,
  checksum        bytea,
  metadata        jsonb       NOT NULL DEFAULT '{}',
  status          text        NOT NULL DEFAULT 'pending',
  attempts        integer     NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  last_error      text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  expires_at      timestamptz,
  deleted_at      timestamptz,
  -- The project leads every key: row-level security and foreign keys then use the same index, and
  -- a foreign key cannot point into another project.
  CONSTRAINT sources_pkey PRIMARY KEY (project_id, id),
  CONSTRAINT sources_kind_check CHECK (kind IN ('document', 'conversation', 'web', 'import', 'tool')),
  CONSTRAINT sources_status_check CHECK (status IN ('pending', 'ingesting', 'ready', 'failed', 'deleted')),
  CONSTRAINT sources_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL)),
  -- An index entry must stay below a third of a page.
  CONSTRAINT sources_uri_check CHECK (octet_length(uri) BETWEEN 1 AND 2048),
  CONSTRAINT sources_checksum_check CHECK (octet_length(checksum) = 32),
  CONSTRAINT sources_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT sources_attempts_check CHECK (attempts >= 0)
);

-- Hot query "ingest": the sources whose turn it is, oldest first, over all projects.
CREATE INDEX sources_ingest_idx ON memory.sources (next_attempt_at) WHERE status = 'pending';

CREATE UNIQUE INDEX sources_live_uri_idx ON memory.sources (project_id, uri) WHERE status <> 'deleted';

CREATE TRIGGER sources_lifecycle BEFORE INSERT OR UPDATE ON memory.sources
  FOR EACH ROW EXECUTE FUNCTION memory.keep_lifecycle(
    'new > pending',
    'pending > ingesting', 'pending > deleted',
    'ingesting > ready', 'ingesting > failed', 'ingesting > pending', 'ingesting > deleted',
    'ready > pending', 'ready > deleted',
    'failed > pending', 'failed > deleted');

ALTER TABLE memory.sources ENABLE ROW LEVEL SECURITY;

-- A subquery, so that the setting is read once a statement and not once a row.
CREATE POLICY sources_project ON memory.sources
  USING (project_id = (SELECT memory.current_project()))
  WITH CHECK (project_id = (SELECT memory.current_project()));

COMMENT ON TABLE memory.sources IS 'Where memories come from, and how far each source is ingested';
COMMENT ON COLUMN memory.sources.checksum IS 'SHA-256 of the content as last ingested; NULL: never';
COMMENT ON COLUMN memory.sources.next_attempt_at IS 'When a pending source is due; moved forward to back off after a failure';
COMMENT ON COLUMN memory.sources.expires_at IS 'When the source may be deleted; NULL: never';
