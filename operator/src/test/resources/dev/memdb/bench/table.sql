-- One table of a middling application, :n its number: keys, checks, indexes, comments, and for some
-- a trigger, a policy, a view, or partitions.
CREATE FUNCTION pg_temp.make(n int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  t text := 't' || n;
BEGIN
  EXECUTE format('CREATE TABLE app.%I (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, project uuid NOT NULL,
    name text NOT NULL DEFAULT %L CHECK (length(name) < 200), status app.status NOT NULL DEFAULT %L, amount numeric(12, 2) CHECK (amount >= 0),
    payload jsonb, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz, parent bigint %s)', t, '', 'new',
    CASE WHEN n > 1 THEN 'REFERENCES app.t' || n - 1 END);
  EXECUTE format('CREATE INDEX ON app.%I (project, created_at DESC)', t);
  EXECUTE format('CREATE UNIQUE INDEX ON app.%I (project, lower(name)) WHERE status <> %L', t, 'gone');
  EXECUTE format('CREATE INDEX ON app.%I (parent)', t);
  EXECUTE format('COMMENT ON TABLE app.%I IS %L', t, 'table number ' || n);
  EXECUTE format('COMMENT ON COLUMN app.%I.payload IS %L', t, 'anything');
  IF n % 3 = 0 THEN
    EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON app.%I FOR EACH ROW EXECUTE FUNCTION app.touch()', t);
  END IF;
  IF n % 4 = 0 THEN
    EXECUTE format('CREATE POLICY own ON app.%I USING (project = current_setting(%L)::uuid)', t, 'app.project');
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', t);
  END IF;
  IF n % 5 = 0 THEN
    EXECUTE format('CREATE VIEW app.%I AS SELECT t.id, t.name, p.name AS parent_name FROM app.%I t LEFT JOIN app.t%s p ON p.id = t.parent WHERE t.status = %L', 'v' || n, t, n - 1, 'live');
  END IF;
  IF n % 20 = 0 THEN
    EXECUTE format('CREATE TABLE app.%I (id bigint NOT NULL, at date NOT NULL, n int CHECK (n > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at)', 'p' || n);
    EXECUTE format('CREATE INDEX ON app.%I (n)', 'p' || n);
    FOR month IN 1..5 LOOP
      EXECUTE format('CREATE TABLE app.%I PARTITION OF app.%I FOR VALUES FROM (%L) TO (%L)', 'p' || n || '_' || month, 'p' || n, date '2026-01-01' + month, date '2026-01-02' + month);
    END LOOP;
  END IF;
  IF n % 10 = 0 THEN
    EXECUTE format('CREATE FUNCTION app.%I(a int) RETURNS int LANGUAGE plpgsql AS %L', 'f' || n, E'BEGIN\n  RETURN a + ' || n || E';\nEND');
  END IF;
END
$$;
