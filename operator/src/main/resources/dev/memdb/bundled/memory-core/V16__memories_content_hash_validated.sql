-- Reads every row, and lets others read and write meanwhile: hence a version, and a transaction, of
-- its own. In that of V15 it would do so under a lock that stops everybody.

ALTER TABLE memory.memories VALIDATE CONSTRAINT memories_content_hash_check;
