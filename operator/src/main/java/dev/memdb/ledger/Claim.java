package dev.memdb.ledger;

import java.time.Instant;

/**
 * Whose database it is.
 *
 * @param cluster the Kubernetes cluster: the UID of its namespace kube-system
 * @param resource {@code namespace/name}
 * @param environment the environment's name
 * @param claimedAt by the server's clock; null before it is written
 */
public record Claim(String cluster, String resource, String environment, Instant claimedAt) {

  /** Whether both name the same owner. */
  public boolean sameOwner(Claim other) {
    return cluster.equals(other.cluster)
        && resource.equals(other.resource)
        && environment.equals(other.environment);
  }

  /** For messages: {@code ai/recall, environment staging}. */
  public String owner() {
    return resource + ", environment " + environment;
  }
}
