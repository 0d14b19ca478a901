CREATE TABLE chaos.labels (item bigint NOT NULL REFERENCES chaos.items, label text NOT NULL);
INSERT INTO chaos.marks (version) VALUES (7);
