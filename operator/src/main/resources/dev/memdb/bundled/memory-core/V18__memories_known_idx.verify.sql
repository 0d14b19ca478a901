SELECT indisvalid AND indisready AS "the index was built to its end",
       indrelid = 'memory.memories'::regclass AS "and is on memory.memories"
  FROM pg_catalog.pg_index
 WHERE indexrelid = 'memory.memories_known_idx'::regclass;
