SELECT pg_sleep(0.15);
COMMENT ON TABLE chaos.marks IS 'One row for each version';
INSERT INTO chaos.marks (version) VALUES (12);
