-- Expand: the column:s, without a value and without a default, so that no row is rewritten.
ALTER TABLE :table:added;

