package dev.memdb.apply.healing;

import java.sql.SQLException;

/** Another session works on the very object that is to be cleared; it is looked at again later. */
public final class BusyException extends SQLException {
  private static final long serialVersionUID = 1L;

  BusyException(String message) {
    super(message, "55P03"); // what a lock that is not had in time gives as well
  }
}
