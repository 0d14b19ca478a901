/**
 * Connections to PostgreSQL: how one is opened, which addresses and servers are refused, what an
 * SQLSTATE means. Knows JDBC and the reasons of {@code api}; nothing here knows migrations.
 */
package dev.memdb.postgres;
