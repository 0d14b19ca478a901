CREATE TABLE chaos.items (id bigint PRIMARY KEY, owner int NOT NULL, body text NOT NULL);
INSERT INTO chaos.items SELECT i, i % 97, md5(i::text) FROM generate_series(1, 20000) AS i;
INSERT INTO chaos.marks (version) VALUES (2);
