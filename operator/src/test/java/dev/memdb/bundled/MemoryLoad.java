package dev.memdb.bundled;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that remembers, and knows nothing of later versions: over four connections it
 * recalls, remembers, edits, rates and archives, at a steady rate. What a query took is counted
 * from the moment at which it was due: one that waits makes those behind it late, as it is for
 * users.
 */
final class MemoryLoad implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final int PROJECTS = 20;

  private final Source source;
  private final int memories;
  private final double perSecond;
  private final Listener listener;
  private final Set<Long> changed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inserted = new AtomicInteger();
  private final AtomicInteger queries = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile Exception failure;

  /** Opens a connection to the database. */
  interface Source {
    Connection open() throws SQLException;
  }

  /** Told of each query when it has ended, from several threads. */
  interface Listener {
    /**
     * @param millis how long the application has waited
     */
    void took(double millis);
  }

  private MemoryLoad(Source source, int memories, double perSecond, Listener listener) {
    this.source = source;
    this.memories = memories;
    this.perSecond = perSecond;
    this.listener = listener;
  }

  /** Fills an empty database with memories 1 to n, see memories.sql. */
  static void seed(Source source, int n) throws SQLException {
    try (Connection c = source.open();
        Statement s = c.createStatement()) {
      s.execute(script().replace(":rows", Integer.toString(n)));
      s.execute("VACUUM (ANALYZE) memory.memories");
    }
  }

  private static String script() {
    try (var in = MemoryLoad.class.getResourceAsStream("memories.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts to work.
   *
   * @param memories how many were seeded
   * @param perSecond queries, in all
   */
  static MemoryLoad start(Source source, int memories, double perSecond, Listener listener) {
    MemoryLoad load = new MemoryLoad(source, memories, perSecond, listener);
    for (int i = 0; i < CONNECTIONS; i++) {
      int seed = i;
      Thread thread = new Thread(() -> load.work(seed), "load-" + i);
      thread.setDaemon(true);
      thread.start();
      load.threads.add(thread);
    }
    return load;
  }

  private void work(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long interval = (long) (1e9 * CONNECTIONS / perSecond);
    try (Connection c = source.open()) {
      Session session = new Session(c);
      long due = System.nanoTime() + random.nextLong(interval);
      while (!stopped) {
        while (System.nanoTime() < due && !stopped) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        session.query(random, random.nextInt(memories) + 1L);
        listener.took((System.nanoTime() - due) / 1e6);
        queries.incrementAndGet();
        due += interval;
      }
    } catch (SQLException | RuntimeException e) {
      failure = e;
      stopped = true;
    }
  }

  /** What one connection does. */
  private final class Session {
    private final PreparedStatement recall;
    private final PreparedStatement remember;
    private final PreparedStatement edit;
    private final PreparedStatement rate;
    private final PreparedStatement archive;

    Session(Connection c) throws SQLException {
      String one = " WHERE project_id = ? AND id = ?";
      recall =
          c.prepareStatement(
              "SELECT id, kind, content, metadata, importance, created_at FROM memory.memories"
                  + " WHERE project_id = ? AND agent_id = ? AND status = 'active'"
                  + " ORDER BY created_at DESC, id DESC LIMIT 50");
      remember =
          c.prepareStatement(
              "INSERT INTO memory.memories (project_id, agent_id, kind, content, status)"
                  + " VALUES (?, ?, 'episode', ?, 'active')");
      edit = c.prepareStatement("UPDATE memory.memories SET content = 'edited ' || id" + one);
      rate = c.prepareStatement("UPDATE memory.memories SET importance = 99" + one);
      archive =
          c.prepareStatement(
              "UPDATE memory.memories SET status = 'archived'" + one + " AND status = 'active'");
    }

    void query(SplittableRandom random, long id) throws SQLException {
      UUID project =
          UUID.fromString("00000000-0000-0000-0000-0000000000%02d".formatted(id % PROJECTS));
      switch (random.nextInt(5)) {
        case 0 -> {
          recall.setObject(1, project);
          recall.setString(2, "agent-" + random.nextInt(10));
          try (ResultSet r = recall.executeQuery()) {
            while (r.next()) {
              r.getString(3);
            }
          }
        }
        case 1 -> {
          remember.setObject(1, project);
          remember.setString(2, "agent-" + random.nextInt(10));
          remember.setString(3, "remembered after " + id);
          inserted.addAndGet(remember.executeUpdate());
        }
        case 2 -> change(edit, project, id);
        case 3 -> change(rate, project, id);
        default -> change(archive, project, id);
      }
    }

    private void change(PreparedStatement s, UUID project, long id) throws SQLException {
      s.setObject(1, project);
      s.setLong(2, id);
      if (s.executeUpdate() > 0) {
        changed.add(id);
      }
    }
  }

  /** How many queries have ended. */
  int queries() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
    return queries.get();
  }

  /** The seeded memories that it has changed, by their id. */
  Set<Long> changed() {
    return Set.copyOf(changed);
  }

  /** How many memories it has added. */
  int inserted() {
    return inserted.get();
  }

  /** Ends it, after the queries in flight. */
  void stop() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    queries();
  }

  /**
   * Waits for its end.
   *
   * @return false: it goes on
   * @throws IllegalStateException when a query has failed
   */
  boolean endsWithin(long time, TimeUnit unit) throws InterruptedException {
    Thread one = threads.get(0);
    unit.timedJoin(one, time);
    queries();
    return !one.isAlive();
  }

  @Override
  public void close() {
    stopped = true;
  }
}
