/**
 * PostgreSQL's own parser and what can be read from its trees: which statements a script has, where
 * they stand, and what each of them would do to a transaction or a session. May import the JDK,
 * Jackson's tree model and Chicory, which runs the parser's WebAssembly; knows nothing of
 * migrations, databases or the cluster.
 */
package dev.memdb.sql;
