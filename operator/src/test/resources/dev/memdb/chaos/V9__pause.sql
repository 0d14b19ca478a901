INSERT INTO chaos.marks (version) VALUES (9);
SELECT pg_sleep(0.4);
