-- Memories 1 to :rows of an empty database, in twenty projects with ten agents each and in every status. Memory i belongs
-- to project i % 20; nothing was changed since the beginning of 2026 but for the statuses.
INSERT INTO memory.memories (project_id, id, agent_id, kind, content, metadata, status, created_at, updated_at, expires_at)
OVERRIDING SYSTEM VALUE
SELECT lpad((i % 20)::text, 32, '0')::uuid, i, 'agent-' || i / 20 % 10, 'fact', repeat('memory ' || i || ' ', 1 + i % 19),
       jsonb_build_object('n', i), CASE i / 20 % 20 WHEN 4 THEN 'pending' ELSE 'active' END,
       timestamptz '2026-01-01 00:00:00+00' - i * interval '1 minute', timestamptz '2026-01-01 00:00:00+00',
       CASE WHEN i % 3 = 0 THEN timestamptz '2099-01-01 00:00:00+00' END
  FROM generate_series(1, :rows) AS i;

SELECT setval(pg_get_serial_sequence('memory.memories', 'id'), :rows);

UPDATE memory.memories
   SET status = (ARRAY['archived', 'expired', 'deleted', 'superseded'])[1 + id / 20 % 20],
       superseded_by = CASE id / 20 % 20 WHEN 3 THEN CASE WHEN id + 20 <= :rows THEN id + 20 ELSE id - 20 END END
 WHERE id / 20 % 20 < 4;
