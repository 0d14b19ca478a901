package dev.memdb.ledger;

import java.time.Instant;

/**
 * The session that took the database over last.
 *
 * @param application its {@code application_name}
 * @param pid its backend
 * @param since when it took over, by the database's clock
 * @param locked true: it still holds the lock
 */
public record Holder(String application, int pid, Instant since, boolean locked) {}
