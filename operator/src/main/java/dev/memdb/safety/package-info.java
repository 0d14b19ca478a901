/**
 * What migrations would do to a database that is in use: which locks they take, what they do under
 * them, and what to write instead. Pure: may import {@code sql}, {@code migration}, the JDK and
 * Jackson's tree model; a database's catalogs come in as text, which somebody else has read.
 */
package dev.memdb.safety;
