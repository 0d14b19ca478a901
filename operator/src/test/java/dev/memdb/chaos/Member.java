package dev.memdb.chaos;

import dev.memdb.testkit.OperatorProcess;
import java.time.Duration;
import java.time.Instant;

/** One operator of the crew. */
final class Member {
  private final String name;
  private final String leaseNamespace;
  private final OperatorProcess process;
  private boolean frozen;
  private Instant thawed = Instant.EPOCH;
  private int told;

  /**
   * @param name how its identity in the Lease begins
   * @param leaseNamespace where its Lease is
   */
  Member(String name, String leaseNamespace, OperatorProcess process) {
    this.name = name;
    this.leaseNamespace = leaseNamespace;
    this.process = process;
  }

  String name() {
    return name;
  }

  String leaseNamespace() {
    return leaseNamespace;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Alive, and not stopped. */
  boolean works() {
    return isAlive() && !frozen;
  }

  void freeze() {
    frozen = true;
    process.freeze();
  }

  void thaw() {
    process.thaw();
    frozen = false;
    thawed = Instant.now();
  }

  /** False: it was stopped until just now, and may not have noticed yet what it has missed. */
  boolean isAwake(Duration grace) {
    return !isAlive() || (!frozen && Instant.now().isAfter(thawed.plus(grace)));
  }

  void kill() {
    process.kill();
  }

  /** As Kubernetes ends a pod. */
  void stop() {
    process.stop();
  }

  /** Its log since the last call of {@link #forgetLog()}. */
  String log() {
    return process.log().substring(told);
  }

  void forgetLog() {
    told = process.log().length();
  }

  /** Ends it if need be, and its log with it. */
  void close() {
    process.close();
  }
}
