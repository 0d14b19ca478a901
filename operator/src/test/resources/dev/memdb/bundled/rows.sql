-- Twenty projects with ten agents and ten keys each, as a database looks after some weeks.
INSERT INTO memory.memories (project_id, agent_id, kind, content, metadata, status, created_at, expires_at)
SELECT lpad((i % 20)::text, 32, '0')::uuid, 'agent-' || i / 20 % 10, 'fact', 'memory ' || i, jsonb_build_object('n', i),
       CASE WHEN i % 4 = 0 THEN 'pending' ELSE 'active' END, now() - i * interval '1 minute',
       CASE WHEN i % 3 = 0 THEN now() + (i - 300) * interval '1 hour' END
  FROM generate_series(1, 20000) AS i;

INSERT INTO memory.sources (project_id, kind, uri, next_attempt_at)
SELECT lpad((i % 20)::text, 32, '0')::uuid, 'web', 'https://example.org/' || i, now() + (i - 3000) * interval '1 second'
  FROM generate_series(1, 5000) AS i;

INSERT INTO memory.usage_events (project_id, occurred_at, api_key_id, metric, quantity)
SELECT lpad((i % 20)::text, 32, '0')::uuid, now() - i * interval '1 minute', i / 20 % 10, 'tokens.in', i
  FROM generate_series(1, 20000) AS i;
