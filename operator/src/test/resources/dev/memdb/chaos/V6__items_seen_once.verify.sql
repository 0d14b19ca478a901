-- Reads only catalogs: runs inside the migration's transaction.
SELECT to_regclass('chaos.items') IS NOT NULL;
