/**
 * Schema {@code memdb} in every managed database: the claim (whose database is it), the fence (one
 * writer), Flyway's history, what each run did, and the schema as the last run left it. Knows JDBC,
 * {@code postgres} and the values of {@code migration} and {@code schema}.
 */
package dev.memdb.ledger;
