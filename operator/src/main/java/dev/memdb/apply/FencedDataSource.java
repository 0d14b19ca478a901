package dev.memdb.apply;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Hands Flyway the one connection that has the lock, again and again. Flyway closes it several
 * times; only its owner does so for real.
 */
final class FencedDataSource implements DataSource {
  /** Marks the connection, so that {@link FencedPostgres} takes only ours. */
  interface FencedConnection {
    /** What writes the history in this session. */
    HistoryWriter historyWriter();
  }

  private final Connection facade;

  FencedDataSource(Connection connection, HistoryWriter historyWriter) {
    this.facade =
        (Connection)
            Proxy.newProxyInstance(
                FencedDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class, FencedConnection.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "close" -> null;
                      case "historyWriter" -> historyWriter;
                      // clean-up of a lost connection: PostgreSQL has rolled back already
                      case "rollback", "setAutoCommit" ->
                          connection.isClosed() ? null : call(connection, method, args);
                      default -> call(connection, method, args);
                    });
  }

  private static Object call(Connection connection, java.lang.reflect.Method method, Object[] args)
      throws Throwable {
    try {
      return method.invoke(connection, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public Connection getConnection() {
    return facade;
  }

  @Override
  public Connection getConnection(String user, String password) {
    return facade;
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Flyway logs through SLF4J
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // the connection is open already
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper for " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
