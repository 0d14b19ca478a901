-- What fills new rows and changed ones from now on; :V1 fills those that are there.
CREATE FUNCTION :function() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  NEW.:column := :value;
  RETURN NEW;
EXCEPTION
  -- The application's statement must not fail for it: the row stays open, and :V1 names it.
  WHEN data_exception OR integrity_constraint_violation OR raise_exception OR no_data_found OR feature_not_supported THEN
    NEW.:column := NULL;
    RETURN NEW;
END
$$;

-- Triggers fire in the order of their names: these see what the others leave.
CREATE TRIGGER :insert_trigger BEFORE INSERT ON :table
  FOR EACH ROW WHEN (NEW.:column IS NULL)
  EXECUTE FUNCTION :function();

CREATE TRIGGER :update_trigger BEFORE UPDATE ON :table
  FOR EACH ROW WHEN (NEW.:column IS NULL:changed)
  EXECUTE FUNCTION :function();

-- ALWAYS: rows that come by replication are filled too.
ALTER TABLE :table
  ENABLE ALWAYS TRIGGER :insert_trigger,
  ENABLE ALWAYS TRIGGER :update_trigger;
