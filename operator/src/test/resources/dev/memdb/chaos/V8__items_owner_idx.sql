-- Without a name: a second try that does not see the first would build a second index.
CREATE INDEX CONCURRENTLY ON chaos.items (owner);
