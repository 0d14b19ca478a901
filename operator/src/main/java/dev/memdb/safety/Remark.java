package dev.memdb.safety;

/**
 * What is to be said against a statement for another reason than a lock.
 *
 * @param severity null: the rule's
 * @param message what would happen
 * @param location where the part stands in the statement's tree; -1: the statement as a whole
 */
record Remark(String rule, Severity severity, String message, int location) {}
