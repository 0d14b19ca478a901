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
