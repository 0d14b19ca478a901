-- The schema, and the functions that every table of it shares. Function bodies see pg_catalog
-- only, whatever search_path the caller has.

CREATE SCHEMA IF NOT EXISTS memory;

REVOKE CREATE ON SCHEMA memory FROM PUBLIC;

COMMENT ON SCHEMA memory IS 'What agents remember: memories, sources, artifacts, audit events, API keys and usage';

-- Row-level security asks this function. Unset and empty both mean "no project", hence no rows:
-- a setting made with SET LOCAL is an empty text, not NULL, once its transaction is over.
CREATE FUNCTION memory.current_project() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$ SELECT nullif(current_setting('memory.project_id', true), '')::uuid $$;

COMMENT ON FUNCTION memory.current_project() IS 'The project of this session: the setting memory.project_id, or NULL';

-- One trigger a table keeps its lifecycle. The trigger's arguments are the allowed transitions,
-- written 'from > to', with 'new' for an INSERT: they are part of the catalog, so two databases
-- that differ in one of them differ in their fingerprint. Rows of a table would not show there.
CREATE FUNCTION memory.keep_lifecycle() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  before text := CASE TG_OP WHEN 'INSERT' THEN 'new' ELSE OLD.status END;
  choices text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    NEW.updated_at := now();
    IF NEW.status = before THEN
      RETURN NEW;
    END IF;
  END IF;
  IF before || ' > ' || NEW.status = ANY (TG_ARGV) THEN
    IF NEW.status = 'deleted' THEN
      NEW.deleted_at := coalesce(NEW.deleted_at, now());
    END IF;
    RETURN NEW;
  END IF;
  SELECT string_agg(split_part(allowed, ' > ', 2), ', ') INTO choices
    FROM unnest(TG_ARGV) AS allowed
   WHERE split_part(allowed, ' > ', 1) = before;
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    SCHEMA = TG_TABLE_SCHEMA,
    TABLE = TG_TABLE_NAME,
    COLUMN = 'status',
    CONSTRAINT = TG_NAME,
    MESSAGE = format('%I.%I: status cannot go from %s to %s', TG_TABLE_SCHEMA, TG_TABLE_NAME, before, NEW.status),
    HINT = coalesce('From ' || before || ' it may go to: ' || choices || '.', before || ' is final.');
END
$$;

COMMENT ON FUNCTION memory.keep_lifecycle() IS 'Trigger: keeps updated_at and deleted_at, and refuses a status that the present one does not lead to';

CREATE FUNCTION memory.refuse_change() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'restrict_violation',
    SCHEMA = TG_TABLE_SCHEMA,
    TABLE = TG_TABLE_NAME,
    CONSTRAINT = TG_NAME,
    MESSAGE = format('%I.%I is append-only: %s refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP),
    HINT = 'Write a new row that corrects the old one.';
END
$$;

COMMENT ON FUNCTION memory.refuse_change() IS 'Trigger: refuses what would change rows that are already written';

-- Firing a trigger needs no EXECUTE; calling these by hand makes no sense.
REVOKE EXECUTE ON FUNCTION memory.keep_lifecycle(), memory.refuse_change() FROM PUBLIC;
