-- What an application may do. Roles belong to the whole server and so to no migration; this function
-- gives a role that exists exactly what an application needs, and the same in every environment:
--   SELECT memory.grant_application('recall_app');
-- Call it again after a later version of this schema: it is replaced when tables are added.
-- Nobody gets DELETE or TRUNCATE: rows go away by status, and the owner purges them.

CREATE FUNCTION memory.grant_application(application regrole) RETURNS void
LANGUAGE plpgsql STRICT
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA memory TO %s', application);
  EXECUTE format('GRANT EXECUTE ON FUNCTION memory.current_project(), memory.authenticate(bytea) TO %s', application);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE ON TABLE memory.sources, memory.memories, memory.artifacts TO %s', application);
  EXECUTE format('GRANT SELECT, INSERT ON TABLE memory.audit_events, memory.usage_events TO %s', application);
  -- Every column but the hash may be read, and what identifies a key may not be changed.
  EXECUTE format('GRANT INSERT ON TABLE memory.api_keys TO %s', application);
  EXECUTE format('GRANT SELECT (project_id, id, name, key_hint, scopes, status, last_used_at, created_at,'
    ' updated_at, expires_at, deleted_at) ON TABLE memory.api_keys TO %s', application);
  EXECUTE format('GRANT UPDATE (name, scopes, status, last_used_at, expires_at) ON TABLE memory.api_keys TO %s', application);
END
$$;

REVOKE EXECUTE ON FUNCTION memory.grant_application(regrole) FROM PUBLIC;

COMMENT ON FUNCTION memory.grant_application(regrole) IS 'Gives an existing role what an application needs; call it as the owner';
