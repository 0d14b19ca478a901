-- Hot query "known": whether an agent, or any agent of the project, has this memory already. After
-- the backfill, because an index that knows the column makes each of its updates dearer.

CREATE INDEX CONCURRENTLY IF NOT EXISTS memories_known_idx
  ON memory.memories (project_id, content_hash, agent_id) WHERE status = 'active';
