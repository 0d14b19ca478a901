-- Contract: what was needed on the way goes. Only when every application writes :column itself;
-- a column that is always to be what the expression says keeps the triggers, and this file goes.
DROP TRIGGER :insert_trigger ON :table;
DROP TRIGGER :update_trigger ON :table;
DROP FUNCTION :function();
