-- A table of an application, and the trigger that fills its new column in new rows.
CREATE SCHEMA memdb;
CREATE SCHEMA app;
CREATE TABLE app.memories (
  id :key_type PRIMARY KEY, project_id int NOT NULL, created_at timestamptz NOT NULL, status text NOT NULL,
  content text NOT NULL, metadata jsonb NOT NULL, filled :type)
  WITH (fillfactor = :fillfactor);
ALTER TABLE app.memories ALTER content SET STORAGE EXTERNAL; -- not compressed: what is wide stays wide
INSERT INTO app.memories
SELECT :key, i % 1000, timestamptz '2026-01-01' + i * interval '1 second', 'active', repeat(md5(i::text), :repeated),
       jsonb_build_object('n', i)
  FROM generate_series(1, :rows) i;
CREATE INDEX ON app.memories (project_id);
CREATE INDEX ON app.memories (created_at);
CREATE INDEX ON app.memories (project_id, created_at);
CREATE FUNCTION app.fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.filled := :new_value; RETURN NEW; END';
CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE ON app.memories
  FOR EACH ROW WHEN (NEW.filled IS NULL) EXECUTE FUNCTION app.fill();
