DROP TRIGGER :insert_trigger ON :table;
DROP TRIGGER :update_trigger ON :table;
DROP FUNCTION :function();
