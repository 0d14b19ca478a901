-- Who may come in. Only the hash of a key is kept. A key is random and long (128 bits or more), so
-- plain SHA-256 is right: there is nothing to guess, and the hash can be looked up by an index.

CREATE TABLE memory.api_keys (
  project_id   uuid        NOT NULL,
  id           bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  name         text        NOT NULL,
  key_hint     text        NOT NULL,
  key_hash     bytea       NOT NULL,
  scopes       text[]      NOT NULL,
  status       text        NOT NULL DEFAULT 'active',
  last_used_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  deleted_at   timestamptz,
  CONSTRAINT api_keys_pkey PRIMARY KEY (project_id, id),
  CONSTRAINT api_keys_hash_key UNIQUE (key_hash),
  CONSTRAINT api_keys_name_check CHECK (octet_length(name) BETWEEN 1 AND 128),
  CONSTRAINT api_keys_hint_check CHECK (octet_length(key_hint) BETWEEN 1 AND 12),
  CONSTRAINT api_keys_hash_check CHECK (octet_length(key_hash) = 32),
  CONSTRAINT api_keys_scopes_check CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY[
    'memories:read', 'memories:write', 'sources:read', 'sources:write', 'artifacts:read',
    'artifacts:write', 'audit:read', 'usage:read', 'keys:manage']),
  CONSTRAINT api_keys_status_check CHECK (status IN ('active', 'suspended', 'expired', 'revoked', 'deleted')),
  CONSTRAINT api_keys_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

-- A name can be given again once its key can no longer come back.
CREATE UNIQUE INDEX api_keys_live_name_idx ON memory.api_keys (project_id, name)
  WHERE status IN ('active', 'suspended');

CREATE TRIGGER api_keys_lifecycle BEFORE INSERT OR UPDATE ON memory.api_keys
  FOR EACH ROW EXECUTE FUNCTION memory.keep_lifecycle(
    'new > active',
    'active > suspended', 'active > expired', 'active > revoked',
    'suspended > active', 'suspended > expired', 'suspended > revoked',
    'expired > deleted',
    'revoked > deleted');

ALTER TABLE memory.api_keys ENABLE ROW LEVEL SECURITY;

CREATE POLICY api_keys_project ON memory.api_keys
  USING (project_id = (SELECT memory.current_project()))
  WITH CHECK (project_id = (SELECT memory.current_project()));

-- Said even though PUBLIC has nothing by default: ALTER DEFAULT PRIVILEGES could have given it.
REVOKE ALL ON TABLE memory.api_keys FROM PUBLIC;

-- The one way from a key to its project: with the owner's rights, because the caller may not read
-- the hashes and does not know the project yet. No row: unknown, not active, or past its end.
CREATE FUNCTION memory.authenticate(presented_hash bytea)
RETURNS TABLE (project_id uuid, api_key_id bigint, scopes text[])
LANGUAGE sql STABLE STRICT SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT k.project_id, k.id, k.scopes
    FROM memory.api_keys AS k
   WHERE k.key_hash = presented_hash
     AND k.status = 'active'
     AND (k.expires_at IS NULL OR k.expires_at > now())
$$;

REVOKE EXECUTE ON FUNCTION memory.authenticate(bytea) FROM PUBLIC;

COMMENT ON TABLE memory.api_keys IS 'API keys by their hash, with what each may do';
COMMENT ON COLUMN memory.api_keys.key_hint IS 'The first characters of the key, for people to recognise it';
COMMENT ON COLUMN memory.api_keys.key_hash IS 'SHA-256 of the key; nobody but the owner reads it';
COMMENT ON COLUMN memory.api_keys.last_used_at IS 'To the minute at best: writing it for every request would rewrite the row each time';
COMMENT ON COLUMN memory.api_keys.expires_at IS 'From then on the key is refused, whatever its status; NULL: never';
COMMENT ON FUNCTION memory.authenticate(bytea) IS 'Project, id and scopes of the active key with this SHA-256; no row: refuse';
