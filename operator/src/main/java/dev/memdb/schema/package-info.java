/**
 * A schema as a value: read from the catalogs, hashed, compared. Knows JDBC and PostgreSQL's
 * catalogs; knows nothing of migrations, ledgers or Kubernetes.
 */
package dev.memdb.schema;
