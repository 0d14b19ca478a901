/** The migration set. */
package dev.memdb.migration;
