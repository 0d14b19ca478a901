SELECT ctid::text FROM ONLY :relation WHERE :range AND :pending
