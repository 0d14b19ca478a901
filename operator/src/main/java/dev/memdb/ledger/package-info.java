/**
 * Schema {@code memdb} inside a managed database: history, what was applied, claim and fence. May
 * import {@code migration} and {@code postgres}.
 */
package dev.memdb.ledger;
