-- Expand: the SHA-256 of what is remembered, to see whether a memory is there already. The content
-- itself is longer than an index entry may be. Nullable and without a default: nothing is rewritten.
-- V14 fills the rows that are there, V15 to V17 make sure of all, V18 is the index, and V19 takes
-- away what was needed only on the way.

-- What fills new rows and changed ones from now on. A content without a hash must not make the
-- application's statement fail: its row stays open, and V14 names it.
CREATE FUNCTION memory.fill_content_hash() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.content_hash := sha256(convert_to(NEW.content, 'UTF8'));
  RETURN NEW;
EXCEPTION
  WHEN data_exception OR integrity_constraint_violation OR raise_exception OR no_data_found OR feature_not_supported THEN
    NEW.content_hash := NULL;
    RETURN NEW;
END
$$;

REVOKE EXECUTE ON FUNCTION memory.fill_content_hash() FROM PUBLIC;

COMMENT ON FUNCTION memory.fill_content_hash() IS 'Trigger: fills content_hash beside the backfill; V19 drops it';

-- The strongest lock first, and short: what needs none is done by now.
ALTER TABLE memory.memories ADD COLUMN content_hash bytea;

COMMENT ON COLUMN memory.memories.content_hash IS 'SHA-256 of the content in UTF-8';

-- A hash that is filled in is no change of the memory: an UPDATE that sets nothing else leaves
-- updated_at alone. Hence the columns; a version that adds one adds it here, unless it is derived too.
CREATE OR REPLACE TRIGGER memories_lifecycle BEFORE INSERT OR UPDATE OF
    project_id, id, agent_id, kind, content, metadata, importance, source_id, status, created_at,
    updated_at, expires_at, deleted_at, superseded_by
  ON memory.memories
  FOR EACH ROW EXECUTE FUNCTION memory.keep_lifecycle(
    'new > pending', 'new > active',
    'pending > active', 'pending > deleted',
    'active > superseded', 'active > archived', 'active > expired', 'active > deleted',
    'superseded > deleted',
    'archived > active', 'archived > deleted',
    'expired > active', 'expired > deleted');

-- Triggers fire in the order of their names: these see the content as it will be stored.
CREATE TRIGGER zzzz_fill_content_hash_ins BEFORE INSERT ON memory.memories
  FOR EACH ROW WHEN (NEW.content_hash IS NULL)
  EXECUTE FUNCTION memory.fill_content_hash();

CREATE TRIGGER zzzz_fill_content_hash_upd BEFORE UPDATE ON memory.memories
  FOR EACH ROW WHEN (NEW.content_hash IS NULL OR OLD.content IS DISTINCT FROM NEW.content)
  EXECUTE FUNCTION memory.fill_content_hash();

-- ALWAYS: rows that come by replication are filled too.
ALTER TABLE memory.memories
  ENABLE ALWAYS TRIGGER zzzz_fill_content_hash_ins,
  ENABLE ALWAYS TRIGGER zzzz_fill_content_hash_upd;
