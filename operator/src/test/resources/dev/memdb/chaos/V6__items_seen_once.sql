UPDATE chaos.items SET seen = seen + 1;
SELECT pg_sleep(0.3);
INSERT INTO chaos.marks (version) VALUES (6);
