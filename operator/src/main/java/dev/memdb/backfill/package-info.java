/**
 * Moves data while the application works: which rows of a table in which order, how many at once,
 * how fast, and the proof that none is left. One {@link dev.memdb.backfill.Worker} needs a database
 * and nothing else: it runs in a pod of its own or inside of the operator, alone or beside others.
 *
 * <p>{@link dev.memdb.backfill.Layout}, {@link dev.memdb.backfill.BatchSize} and {@link
 * dev.memdb.backfill.Duty} are pure. Everything that must survive a worker is in the tables of
 * {@code install.sql}; a worker keeps nothing but measurements. May use {@code migration}, {@code
 * postgres} and {@code sql}.
 */
package dev.memdb.backfill;
