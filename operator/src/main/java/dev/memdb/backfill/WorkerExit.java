package dev.memdb.backfill;

/**
 * Exit codes of a worker's process: what its Job makes of its end depends on them. Released workers
 * and operators must agree, so they never change.
 */
public final class WorkerExit {
  /** Everything is filled that can be. */
  public static final int FILLED = 0;

  /** Another try cannot help: the Job is given up at once. */
  public static final int HOPELESS = 3;

  /** Told to end, like any process that SIGTERM ends: another pod goes on. */
  public static final int STOPPED = 143;

  private WorkerExit() {}
}
