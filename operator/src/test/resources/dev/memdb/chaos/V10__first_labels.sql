INSERT INTO chaos.labels SELECT id, 'first' FROM chaos.items WHERE id <= 100;
INSERT INTO chaos.marks (version) VALUES (10);
