CREATE TRIGGER :insert_trigger BEFORE INSERT ON :table
  FOR EACH ROW WHEN (NEW.:column IS NULL)
  EXECUTE FUNCTION :function();

CREATE TRIGGER :update_trigger BEFORE UPDATE ON :table
  FOR EACH ROW WHEN (NEW.:column IS NULL:changed)
  EXECUTE FUNCTION :function();
