-- One row by its place; it is rolled back. Whether it is open afterwards, and whether the expressions themselves leave it so.
UPDATE ONLY :relation t SET :assignments
 WHERE t.ctid = ?::tid AND :pending
RETURNING :pending, num_nulls(:values) > 0
