package dev.memdb.sql;

import java.util.List;

/**
 * What a statement would do to the transaction and the session that it runs in.
 *
 * @param outsideTransaction what it is that PostgreSQL refuses to run in a transaction, such as
 *     {@code CREATE INDEX CONCURRENTLY}; null when it runs in one
 * @param objections why it must not run at all; empty when it may
 */
public record Inspection(String outsideTransaction, List<Objection> objections) {

  /** Whether PostgreSQL runs it in a transaction together with others. */
  public boolean transactional() {
    return outsideTransaction == null;
  }
}
