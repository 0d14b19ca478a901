/**
 * What to do next, decided from what is known: {@link dev.memdb.plan.Observation} in, {@link
 * dev.memdb.plan.Plan} out. Pure: no I/O, no clock, no state. May import the JDK, {@code api}, and
 * the values of {@code migration}, {@code ledger} and {@code backfill}.
 */
package dev.memdb.plan;
