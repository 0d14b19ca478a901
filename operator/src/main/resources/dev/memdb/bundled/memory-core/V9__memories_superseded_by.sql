-- Which memory replaced this one. Nullable and without a default: nothing is rewritten. What must
-- hold for it comes in steps, each of which blocks nobody for long: index (V10), rules for new
-- rows (V11), rules for all rows (V12).

ALTER TABLE memory.memories ADD COLUMN superseded_by bigint;

COMMENT ON COLUMN memory.memories.superseded_by IS 'The memory that replaced this one; NULL: none did';
