package dev.memdb.safety;

import dev.memdb.sql.Statement;

/**
 * A function or procedure of the user's own.
 *
 * @param volatile_ whether it may give another value each time
 * @param language such as {@code plpgsql}
 * @param definition the statement that made it; it has the body
 */
record Function(boolean volatile_, String language, Statement definition) {}
