package dev.memdb.sql;

/**
 * Why a statement must not be run by a migration.
 *
 * @param line the line of the script, counted from 1; 0 when it is the script as a whole
 * @param message what it is, why that is not possible, and what to do instead
 */
public record Objection(int line, String message) {}
