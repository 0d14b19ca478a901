package dev.memdb.safety;

import java.util.Map;
import java.util.Set;

/**
 * What a statement really did to the tables that were there before.
 *
 * @param locks the strongest lock on each table, view and sequence, without those that block nobody
 * @param rewritten what has other files than before
 * @param scanned what was read as a whole
 * @param error why the server refused it; null when it did not
 */
record Seen(
    Map<String, LockMode> locks, Set<String> rewritten, Set<String> scanned, String error) {}
