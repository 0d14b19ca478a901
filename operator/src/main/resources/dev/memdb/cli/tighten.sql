-- Tighten, first step. NOT VALID: new and changed rows are checked, and none is read under this lock.
ALTER TABLE :table:checks;
