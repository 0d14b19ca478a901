INSERT INTO chaos.marks (version) VALUES (3);
SELECT pg_sleep(0.2);
ALTER TABLE chaos.items ADD COLUMN seen int NOT NULL DEFAULT 0;
