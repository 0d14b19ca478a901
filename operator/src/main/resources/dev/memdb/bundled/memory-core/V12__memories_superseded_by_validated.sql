-- Reads every row, and lets others read and write meanwhile.

ALTER TABLE memory.memories
  VALIDATE CONSTRAINT memories_superseded_by_fkey,
  VALIDATE CONSTRAINT memories_superseded_by_check;
