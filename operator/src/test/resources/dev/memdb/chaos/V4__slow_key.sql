-- Makes the index of the next version slow to build: 20 pauses.
CREATE FUNCTION chaos.slow_key(id bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  IF id % 1000 = 0 THEN
    PERFORM pg_sleep(0.015);
  END IF;
  RETURN -id;
END $$;
INSERT INTO chaos.marks (version) VALUES (4);
