/**
 * The status, from what is known and what is planned: {@link dev.memdb.status.StatusAssembler}.
 * Pure: no I/O, no clock. May import the JDK, {@code api}, {@code plan} and the values of {@code
 * migration} and {@code ledger}.
 */
package dev.memdb.status;
