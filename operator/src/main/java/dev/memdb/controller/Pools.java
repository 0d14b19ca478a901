package dev.memdb.controller;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that say in a thread dump and in the log what they are for, and end with the process. */
final class Pools {
  private Pools() {}

  /** So many threads; what comes beyond that waits for its turn, and can be counted. */
  static ThreadPoolExecutor bounded(int threads, String name) {
    return new ThreadPoolExecutor(
        threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
  }

  static ThreadFactory named(String name) {
    AtomicInteger n = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + n.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
