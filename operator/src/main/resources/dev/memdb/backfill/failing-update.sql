-- The same for rows whose values can be read but not written; it is rolled back.
UPDATE ONLY :relation SET :assignments WHERE ctid >= ?::tid AND ctid < ?::tid AND :pending
