package dev.memdb.bench;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** The server of one comparison, with its table, and its standby where it has one. */
final class BackfillServer implements AutoCloseable {
  private static final String BEHIND =
      "SELECT count(*) FROM pg_stat_replication WHERE replay_lsn >= pg_current_wal_lsn()";
  private static final long LOOK_NANOS = 20_000_000;

  private final BackfillCase what;
  private final PostgresServer primary;
  private final PostgresServer standby;
  private final TestDatabase template;
  private int copies;

  private BackfillServer(BackfillCase what) throws IOException {
    this.what = what;
    this.primary = PostgresServer.start(what.major(), what.serverSettings());
    this.template = primary.createDatabase();
    template.execute(what.table().sql());
    primary.adminOf(template.name()).execute("VACUUM (FREEZE, ANALYZE) " + BackfillTable.NAME);
    this.standby = what.standby() ? standby() : null;
  }

  static BackfillServer start(BackfillCase what) throws IOException {
    return new BackfillServer(what);
  }

  /** A copy of the files of the server while it is stopped; it then follows by streaming. */
  private PostgresServer standby() throws IOException {
    Files.writeString(
        primary.data().resolve("pg_hba.conf"),
        "host replication postgres 127.0.0.1/32 trust\n",
        StandardOpenOption.APPEND);
    admin()
        .execute(
            "ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'"
                .formatted(primary.port()));
    admin().execute("ALTER SYSTEM SET wal_retrieve_retry_interval = '100ms'");
    // so that its workers see how far the standby is: docs/backfill.md
    admin().execute("GRANT pg_monitor TO \"" + template.user() + "\"");
    primary.stop();
    PostgresServer copy = primary.standby();
    primary.start();
    return copy;
  }

  /** A fresh copy of the table, nothing of which is waited for any more. */
  TestDatabase copy() {
    String name = "b" + copies++;
    admin()
        .execute(
            "CREATE DATABASE "
                + name
                + " TEMPLATE "
                + template.name()
                + " OWNER "
                + template.user());
    admin().execute("CHECKPOINT");
    while (what.standby() && admin().value(BEHIND).equals("0")) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return new TestDatabase(
        template.host(), template.port(), name, template.user(), template.password());
  }

  void drop(TestDatabase copy) {
    admin().execute("DROP DATABASE " + copy.name() + " WITH (FORCE)");
  }

  TestDatabase admin() {
    return primary.admin();
  }

  /** The superuser's view of a copy. */
  TestDatabase asSuperuser(TestDatabase copy) {
    return primary.adminOf(copy.name());
  }

  /** Where the primary has its files. */
  Path data() {
    return primary.data();
  }

  @Override
  public void close() {
    if (standby != null) {
      standby.close();
    }
    primary.close();
  }
}
