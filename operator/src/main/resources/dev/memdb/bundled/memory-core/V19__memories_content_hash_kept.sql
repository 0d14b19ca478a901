-- Contract: what was needed on the way goes. The triggers of V13 let an application's own hash
-- stand, and a row without one pass; the check held against that until here. From now on the hash is
-- PostgreSQL's alone: computed with every content, whatever a statement says it is. An application
-- never has to write it.

CREATE FUNCTION memory.keep_content_hash() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.content_hash := sha256(convert_to(NEW.content, 'UTF8'));
  RETURN NEW;
END
$$;

REVOKE EXECUTE ON FUNCTION memory.keep_content_hash() FROM PUBLIC;

COMMENT ON FUNCTION memory.keep_content_hash() IS 'Trigger: content_hash is the SHA-256 of the content, whatever was written';

-- The strongest lock first, and short: what needs none is done by now.
DROP TRIGGER zzzz_fill_content_hash_ins ON memory.memories;

DROP TRIGGER zzzz_fill_content_hash_upd ON memory.memories;

DROP FUNCTION memory.fill_content_hash();

ALTER TABLE memory.memories DROP CONSTRAINT memories_content_hash_check;

CREATE TRIGGER memories_content_hash BEFORE INSERT OR UPDATE OF content, content_hash ON memory.memories
  FOR EACH ROW EXECUTE FUNCTION memory.keep_content_hash();

ALTER TABLE memory.memories ENABLE ALWAYS TRIGGER memories_content_hash;
