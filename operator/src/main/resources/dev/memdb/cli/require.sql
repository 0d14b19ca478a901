-- Tighten, third step. Reads no row: that none is NULL follows from the constraint of :V3. Two
-- statements, for in one the constraint would be dropped first.
ALTER TABLE :table ALTER COLUMN :column SET NOT NULL;
ALTER TABLE :table DROP CONSTRAINT :constraint;
