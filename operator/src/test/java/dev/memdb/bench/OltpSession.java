package dev.memdb.bench;

import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** One connection of an application, with its statements; of the thread that opens it. */
final class OltpSession implements AutoCloseable {
  /** What its backends are called in pg_stat_activity. */
  static final String APPLICATION = "application";

  private static final String NAME = BackfillTable.NAME;

  private final Connection connection;
  private final PreparedStatement update;
  private final PreparedStatement insert;
  private final PreparedStatement read;
  private final RunQueue queue;

  OltpSession(TestDatabase database, BackfillTable table) throws SQLException, IOException {
    String key = table.keyOf("?::bigint");
    this.connection = database.connect();
    this.connection.setClientInfo("ApplicationName", APPLICATION);
    this.update =
        connection.prepareStatement("UPDATE " + NAME + " SET status = ? WHERE id = " + key);
    this.insert =
        connection.prepareStatement(
            "INSERT INTO " + NAME + " VALUES (" + key + ", 1, now(), 'active', 'new', '{}')");
    this.read = connection.prepareStatement("SELECT content FROM " + NAME + " WHERE id = " + key);
    this.queue = RunQueue.of(connection);
  }

  void run(Arrivals.Arrival what) throws SQLException {
    switch (what.kind()) {
      case UPDATE -> {
        update.setString(1, "s" + what.row() % 10);
        update.setLong(2, what.row());
        update.execute();
      }
      case INSERT -> {
        insert.setLong(1, what.row());
        insert.execute();
      }
      case READ -> {
        read.setLong(1, what.row());
        read.execute();
      }
    }
  }

  RunQueue queue() {
    return queue;
  }

  @Override
  public void close() throws SQLException, IOException {
    queue.close();
    connection.close(); // with its statements
  }
}
