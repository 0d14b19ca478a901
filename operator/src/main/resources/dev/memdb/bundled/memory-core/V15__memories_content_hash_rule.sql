-- Tighten, first step. NOT VALID: new and changed rows are checked, the present ones are not scanned
-- under this lock. IS NOT NULL is said, although the comparison needs it, because V17 looks for it.

ALTER TABLE memory.memories
  ADD CONSTRAINT memories_content_hash_check CHECK (
    content_hash IS NOT NULL AND content_hash = sha256(convert_to(content, 'UTF8'))) NOT VALID;
