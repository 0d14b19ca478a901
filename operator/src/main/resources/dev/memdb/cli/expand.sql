-- What fills new rows and changed ones from now on; :V1 fills those that are there.
:functions
-- Triggers fire in the order of their names: these see what the others leave.
:triggers
-- ALWAYS: rows that come by replication are filled too.
ALTER TABLE :table
:always;
