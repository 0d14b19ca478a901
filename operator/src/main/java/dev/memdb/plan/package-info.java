/**
 * What to do next, decided from what is known: {@link dev.memdb.plan.Observation} in, {@link
 * dev.memdb.plan.Plan} out. Pure: no I/O, no clock, no state. May import the JDK, {@code api}, and
 * the values of {@code migration} and {@code ledger}.
 */
package dev.memdb.plan;
