package dev.memdb.report;

import dev.memdb.api.EnvironmentState;
import dev.memdb.api.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the gauges say of one resource.
 *
 * @param namespace where it is
 * @param name what it is called
 * @param uid which one it is: one that was created again under the same name is another one
 * @param ready the answer of condition Ready
 * @param reason the cause of that answer
 * @param parity the answer of condition SchemaParity; empty: not known now
 * @param environments those of its spec; the names are unique
 */
public record ResourceReading(
    String namespace,
    String name,
    String uid,
    boolean ready,
    Reason reason,
    Optional<Boolean> parity,
    List<EnvironmentReading> environments) {

  public ResourceReading {
    environments = List.copyOf(environments);
  }

  /**
   * The same of one environment.
   *
   * @param name what it is called in the spec
   * @param state how it stands
   * @param reason the cause of that
   * @param pending how many versions are still to be applied
   * @param drift how many objects differ from what the migrations made; empty: never read
   * @param lookedAt when a look or a run last ended, successful or not; empty: not since the start
   */
  public record EnvironmentReading(
      String name,
      EnvironmentState state,
      Reason reason,
      int pending,
      OptionalInt drift,
      Optional<Instant> lookedAt) {}
}
