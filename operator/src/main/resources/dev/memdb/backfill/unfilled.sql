-- The first rows of a range that cannot be filled are found by halving it: this reads one half, and writes nothing.
SELECT count(v) FROM (SELECT :values FROM ONLY :relation WHERE ctid >= ?::tid AND ctid < ?::tid AND :pending OFFSET 0) v
