package dev.memdb.chaos;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An application that goes on: it changes sources and inserts rows, and reconnects when it must.
 */
final class FillWriters implements AutoCloseable {
  private static final int CONNECTIONS = 2;
  private static final Duration BETWEEN = Duration.ofMillis(8);
  private static final Duration RECONNECT = Duration.ofMillis(100);

  private final TestDatabase database;
  private final AtomicLong ids = new AtomicLong(FillSet.ROWS);
  private final AtomicLong writes = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private FillWriters(TestDatabase database) {
    this.database = database;
  }

  static FillWriters start(TestDatabase database, SplittableRandom random) {
    FillWriters writers = new FillWriters(database);
    for (int i = 0; i < CONNECTIONS; i++) {
      SplittableRandom own = random.split();
      Thread thread = new Thread(() -> writers.work(own), "writer-" + i);
      thread.setDaemon(true);
      thread.start();
      writers.threads.add(thread);
    }
    return writers;
  }

  private void work(SplittableRandom random) {
    while (!stopped) {
      try (Connection c = database.connect();
          PreparedStatement update =
              c.prepareStatement("UPDATE app.items SET source = source + 1 WHERE id = ?");
          PreparedStatement insert =
              c.prepareStatement("INSERT INTO app.items (id, source, padding) VALUES (?, ?, '')")) {
        while (!stopped) {
          if (random.nextInt(4) > 0) {
            update.setLong(1, random.nextInt(FillSet.ROWS) + 1L);
            update.execute();
          } else {
            insert.setLong(1, ids.incrementAndGet());
            insert.setInt(2, random.nextInt(1000));
            insert.execute();
          }
          writes.incrementAndGet();
          Diary.pass(BETWEEN);
        }
      } catch (SQLException e) {
        Diary.pass(RECONNECT); // PostgreSQL was crashed on purpose
      }
    }
  }

  /** How many writes went through. */
  long stop() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return writes.get();
  }

  @Override
  public void close() {
    stop();
  }
}
