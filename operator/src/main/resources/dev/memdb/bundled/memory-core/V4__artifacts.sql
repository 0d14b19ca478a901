-- Files that belong to a memory or a source. A row is a pointer: where the file is, how large, and
-- the checksum that proves it unchanged. The bytes never come into the database.

CREATE TABLE memory.artifacts (
  project_id uuid        NOT NULL,
  id         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  memory_id  bigint,
  source_id  bigint,
  uri        text        NOT NULL,
  mime       text        NOT NULL,
  size_bytes bigint      NOT NULL,
  checksum   bytea       NOT NULL,
  status     text        NOT NULL DEFAULT 'pending',
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  deleted_at timestamptz,
  CONSTRAINT artifacts_pkey PRIMARY KEY (project_id, id),
  CONSTRAINT artifacts_owner_check CHECK (num_nonnulls(memory_id, source_id) > 0),
  -- A data: URI is the file itself.
  CONSTRAINT artifacts_uri_check CHECK (octet_length(uri) BETWEEN 1 AND 2048 AND uri !~* '^data:'),
  CONSTRAINT artifacts_mime_check CHECK (mime ~ '^[a-z]+/[a-z0-9][a-z0-9.+-]*$'),
  CONSTRAINT artifacts_size_check CHECK (size_bytes >= 0),
  CONSTRAINT artifacts_checksum_check CHECK (octet_length(checksum) = 32),
  CONSTRAINT artifacts_status_check CHECK (status IN ('pending', 'stored', 'quarantined', 'deleted')),
  CONSTRAINT artifacts_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

CREATE INDEX artifacts_memory_idx ON memory.artifacts (project_id, memory_id);

CREATE INDEX artifacts_source_idx ON memory.artifacts (project_id, source_id);

CREATE TRIGGER artifacts_lifecycle BEFORE INSERT OR UPDATE ON memory.artifacts
  FOR EACH ROW EXECUTE FUNCTION memory.keep_lifecycle(
    'new > pending', 'new > stored',
    'pending > stored', 'pending > deleted',
    'stored > quarantined', 'stored > deleted',
    'quarantined > stored', 'quarantined > deleted');

ALTER TABLE memory.artifacts ENABLE ROW LEVEL SECURITY;

CREATE POLICY artifacts_project ON memory.artifacts
  USING (project_id = (SELECT memory.current_project()))
  WITH CHECK (project_id = (SELECT memory.current_project()));

COMMENT ON TABLE memory.artifacts IS 'Pointers to files; never the files';
COMMENT ON COLUMN memory.artifacts.mime IS 'The media type, in lower case and without parameters';
COMMENT ON COLUMN memory.artifacts.checksum IS 'SHA-256 of the file';
COMMENT ON COLUMN memory.artifacts.expires_at IS 'When the file may be deleted; NULL: never';

-- Last, because they lock out the writers of memories and sources until the commit. Not ON DELETE
-- CASCADE: a pointer that vanished with its memory would leave a file that nobody ever deletes.
ALTER TABLE memory.artifacts
  ADD CONSTRAINT artifacts_memory_fkey FOREIGN KEY (project_id, memory_id)
  REFERENCES memory.memories (project_id, id),
  ADD CONSTRAINT artifacts_source_fkey FOREIGN KEY (project_id, source_id)
  REFERENCES memory.sources (project_id, id);
