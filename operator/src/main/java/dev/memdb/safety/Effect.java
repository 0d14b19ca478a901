package dev.memdb.safety;

/**
 * What a statement does to a table that others can see.
 *
 * @param table the table, view or sequence
 * @param mode the lock that it takes, and holds until the end of the transaction
 * @param work what it does meanwhile
 * @param rule what is to be said against it; null when nothing is
 * @param what the part of the statement that does it, for people
 * @param location where that part stands in the statement's tree; -1: nobody says
 * @param small whether a live database says that it, and all below it, is done in a moment
 * @param fresh whether nobody can have put rows into it, for no file that made it has run yet
 */
record Effect(
    Name table,
    LockMode mode,
    Work work,
    String rule,
    String what,
    int location,
    boolean small,
    boolean fresh) {}
