-- Reads no row: that none is NULL follows from the constraint of V16.

ALTER TABLE memory.memories ALTER COLUMN content_hash SET NOT NULL;
