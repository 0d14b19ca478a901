-- Tighten, third step. Reads no row: that none is NULL follows from the constraint:s of :V3. Two
-- statements, for in one the constraint:s would be dropped first.
ALTER TABLE :table:required;
ALTER TABLE :table:unchecked;
