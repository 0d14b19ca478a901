-- Expand: the column, without a value and without a default, so that no row is rewritten.
ALTER TABLE :table ADD COLUMN :column :type;

