-- From here on a memory becomes superseded only together with the memory that replaces it:
--   UPDATE memory.memories SET status = 'superseded', superseded_by = … WHERE …
-- NOT VALID: new and changed rows are checked, the present ones are not scanned under this lock.

ALTER TABLE memory.memories
  ADD CONSTRAINT memories_superseded_by_fkey FOREIGN KEY (project_id, superseded_by)
  REFERENCES memory.memories (project_id, id) NOT VALID,
  ADD CONSTRAINT memories_superseded_by_check CHECK (
    CASE status
      WHEN 'superseded' THEN superseded_by IS NOT NULL AND superseded_by <> id
      WHEN 'deleted' THEN true
      ELSE superseded_by IS NULL
    END) NOT VALID;
