-- Scans data: runs after the commit, and holds back what follows.
SELECT count(*) = 100 FROM chaos.labels WHERE pg_sleep(0.001) IS NOT NULL;
