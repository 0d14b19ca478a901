-- For the foreign key that follows. Built beside the writers, hence outside a transaction and alone
-- in its file; the verification refuses what a failed build would leave behind.

CREATE INDEX CONCURRENTLY IF NOT EXISTS memories_superseded_by_idx
  ON memory.memories (project_id, superseded_by);
