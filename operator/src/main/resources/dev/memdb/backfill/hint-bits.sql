-- Reading is all it takes: PostgreSQL notes in each row whether the transaction that wrote it was committed.
SELECT count(*) FROM ONLY :relation WHERE ctid >= ?::tid AND ctid < ?::tid
