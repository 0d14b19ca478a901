package dev.memdb.ledger;

import dev.memdb.migration.Version;

/**
 * One row of Flyway's history table.
 *
 * @param rank Flyway's {@code installed_rank}, ascending from 1
 * @param version null for markers and repeatable migrations
 * @param description the description in the file's name
 * @param type Flyway's name of the kind: {@code SQL}, {@code BASELINE}, {@code SCHEMA}, …
 * @param script the file's name
 * @param checksum Flyway's CRC32 by line; null for markers
 * @param success false: the migration failed and could not be rolled back
 */
public record HistoryRow(
    int rank,
    Version version,
    String description,
    String type,
    String script,
    Integer checksum,
    boolean success) {}
