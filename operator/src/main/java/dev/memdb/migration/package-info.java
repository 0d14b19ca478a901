/**
 * A set of migrations as values: read from files, checked as a whole, ordered and digested. May
 * import {@code sql}, the JDK and Jackson's tree model; knows nothing of databases or the cluster,
 * so that the same set is refused for the same reasons wherever it is looked at.
 */
package dev.memdb.migration;
