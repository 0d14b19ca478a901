CREATE INDEX labels_item_idx ON chaos.labels (item);
SELECT pg_sleep(0.1);
INSERT INTO chaos.marks (version) VALUES (11);
