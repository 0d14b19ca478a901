/** The PostgreSQL parser. */
package dev.memdb.sql;
