CREATE INDEX CONCURRENTLY items_slow_key_idx ON chaos.items (chaos.slow_key(id));
