-- Tighten, second step. Reads the whole table, and blocks nobody; a version of its own, for the
-- lock of :V2 would be held meanwhile.
ALTER TABLE :table:validated;
