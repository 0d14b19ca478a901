package dev.memdb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The processes behind connections to a server of this machine. */
final class Backends {
  private Backends() {}

  static int pid(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT pg_backend_pid()")) {
      r.next();
      return r.getInt(1);
    }
  }

  /** proc(5): utime and stime of all of them, in ticks of 10 ms. */
  static double cpuSeconds(List<Connection> connections) throws SQLException, IOException {
    double seconds = 0;
    for (Connection c : connections) {
      String stat = Files.readString(Path.of("/proc/" + pid(c) + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 20);
      seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }
    return seconds;
  }
}
