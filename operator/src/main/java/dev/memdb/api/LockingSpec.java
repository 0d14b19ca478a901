package dev.memdb.api;

/**
 * How long a migration may wait and block. Durations are texts such as {@code 300ms}, {@code 15m}.
 *
 * @param lockTimeout for one try of one statement; tries go on with growing pauses; null: 300ms
 * @param statementTimeout for one statement; null: 15m
 * @param writerWait for another migrator of the same database to finish; null: 30s
 */
public record LockingSpec(String lockTimeout, String statementTimeout, String writerWait) {}
