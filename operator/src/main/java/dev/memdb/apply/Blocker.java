package dev.memdb.apply;

import java.util.Optional;

/**
 * A session that stands in the way of a run's statement.
 *
 * @param who in words, for a message
 * @param vacuumed the table, quoted and with its schema, that a worker of autovacuum is at; empty:
 *     it is no such worker
 */
record Blocker(String who, Optional<String> vacuumed) {}
