package dev.memdb.sql;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The few threads that parse. Each has an instance of its own, a stack deep enough for deeply
 * nested SQL whatever thread asked, and ends after a while without work: its instance goes with it.
 */
final class ParserThreads {
  /** Parsing is rare and short; two keep a second caller from waiting for a large script. */
  private static final int THREADS = 2;

  /** Only what is used of it is ever backed by memory. */
  private static final long STACK_BYTES = 64L << 20;

  private static final long IDLE_SECONDS = 30;

  private static final ThreadLocal<PgQuery> INSTANCE = new ThreadLocal<>();

  private final long timeoutMillis;
  private final Semaphore free = new Semaphore(THREADS, true);

  /** One that is idle is taken before another is made, for making one takes its time. */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          1,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new Handover(),
          ParserThreads::thread,
          ParserThreads::handOver);

  ParserThreads(long timeoutMillis) {
    this.timeoutMillis = timeoutMillis;
    threads.allowCoreThreadTimeOut(true);
  }

  /** Makes an instance; who has work meanwhile waits for that one. */
  void load() {
    var classes = new Thread(PgQueryModule::loadClasses, "sql-parser-classes");
    classes.setDaemon(true);
    classes.start();
    free.acquireUninterruptibly(THREADS);
    threads.execute(
        () -> {
          try {
            INSTANCE.set(new PgQuery());
          } finally {
            free.release(THREADS);
          }
        });
  }

  /**
   * Works with an instance, on one of the threads, while the caller waits.
   *
   * @throws ParserStopped when it took too long, ran out of memory or stack, or ended itself
   */
  Answer with(Function<PgQuery, Answer> work) {
    free.acquireUninterruptibly();
    try {
      return await(threads.submit(() -> run(work)));
    } finally {
      free.release();
    }
  }

  private static Answer run(Function<PgQuery, Answer> work) {
    PgQuery pgQuery = INSTANCE.get();
    INSTANCE.remove(); // put back only when nothing went wrong
    try {
      if (pgQuery == null) {
        pgQuery = new PgQuery();
      }
      Answer answer = work.apply(pgQuery);
      if (!pgQuery.hasGrownLarge()) {
        INSTANCE.set(pgQuery);
      }
      return answer;
    } catch (ParserStopped | IllegalStateException e) {
      throw e; // known by its message, or not libpg_query as it should be
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw stopped(e);
    }
  }

  private static ParserStopped stopped(Throwable why) {
    if (why instanceof OutOfMemoryError) {
      return new ParserStopped("it needs more memory than there is", why);
    }
    if (why instanceof StackOverflowError || why.getCause() instanceof StackOverflowError) {
      return new ParserStopped("it is nested too deeply", why);
    }
    return new ParserStopped("the parser failed (" + why + ")", why);
  }

  private Answer await(Future<Answer> running) {
    try {
      return running.get(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ParserStopped stopped) {
        throw stopped;
      }
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      running.cancel(true);
      throw new ParserStopped("it takes longer than " + timeoutMillis / 1000 + " s", e);
    } catch (InterruptedException e) {
      running.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while a script was parsed");
    }
  }

  /** All are there, and one of them is about to be idle: only so many callers come in. */
  private static void handOver(Runnable work, ThreadPoolExecutor threads) {
    try {
      threads.getQueue().put(work);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted before a script was parsed");
    }
  }

  /** Gives work to a thread that is about to be idle, too. */
  private static final class Handover extends SynchronousQueue<Runnable> {
    private static final long serialVersionUID = 1L;
    private static final long PATIENCE_MILLIS = 20;

    @Override
    public boolean offer(Runnable work) {
      try {
        return offer(work, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // whoever waits for the work sees it
        return false;
      }
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(null, work, "sql-parser", STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }
}
