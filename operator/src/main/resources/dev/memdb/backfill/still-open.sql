SELECT FROM ONLY :relation t WHERE t.ctid = ?::tid AND :pending
