-- What an agent remembers: one row a memory. Large content belongs into an artifact.

CREATE TABLE memory.memories (
  project_id uuid        NOT NULL,
  id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  agent_id   text        NOT NULL,
  kind       text        NOT NULL,
  content    text        NOT NULL,
  metadata   jsonb       NOT NULL DEFAULT '{}',
  importance smallint    NOT NULL DEFAULT 50,
  source_id  bigint,
  status     text        NOT NULL DEFAULT 'pending',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  deleted_at timestamptz,
  CONSTRAINT memories_pkey PRIMARY KEY (project_id, id),
  CONSTRAINT memories_agent_check CHECK (octet_length(agent_id) BETWEEN 1 AND 256),
  CONSTRAINT memories_kind_check CHECK (kind IN ('fact', 'preference', 'episode', 'procedure', 'summary')),
  CONSTRAINT memories_content_check CHECK (octet_length(content) BETWEEN 1 AND 65536),
  CONSTRAINT memories_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT memories_importance_check CHECK (importance BETWEEN 0 AND 100),
  CONSTRAINT memories_status_check CHECK (status IN ('pending', 'active', 'superseded', 'archived', 'expired', 'deleted')),
  CONSTRAINT memories_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

-- Hot query "recall": the active memories of an agent, newest first.
CREATE INDEX memories_recall_idx ON memory.memories (project_id, agent_id, created_at DESC, id DESC)
  WHERE status = 'active';

-- Hot query "expire": the active memories whose time has come, over all projects.
CREATE INDEX memories_expire_idx ON memory.memories (expires_at)
  WHERE status = 'active' AND expires_at IS NOT NULL;

CREATE INDEX memories_source_idx ON memory.memories (project_id, source_id);

CREATE TRIGGER memories_lifecycle BEFORE INSERT OR UPDATE ON memory.memories
  FOR EACH ROW EXECUTE FUNCTION memory.keep_lifecycle(
    'new > pending', 'new > active',
    'pending > active', 'pending > deleted',
    'active > superseded', 'active > archived', 'active > expired', 'active > deleted',
    'superseded > deleted',
    'archived > active', 'archived > deleted',
    'expired > active', 'expired > deleted');

ALTER TABLE memory.memories ENABLE ROW LEVEL SECURITY;

CREATE POLICY memories_project ON memory.memories
  USING (project_id = (SELECT memory.current_project()))
  WITH CHECK (project_id = (SELECT memory.current_project()));

COMMENT ON TABLE memory.memories IS 'What agents remember';
COMMENT ON COLUMN memory.memories.importance IS '0 (may be forgotten first) to 100';
COMMENT ON COLUMN memory.memories.source_id IS 'Where the memory came from; NULL: the agent itself';
COMMENT ON COLUMN memory.memories.expires_at IS 'When an active memory is due to become expired; NULL: never';

-- Last, because it locks out the writers of sources until the commit. No action on delete: rows go
-- away by status, and a purge takes the memories of a source before the source.
ALTER TABLE memory.memories
  ADD CONSTRAINT memories_source_fkey FOREIGN KEY (project_id, source_id)
  REFERENCES memory.sources (project_id, id);
