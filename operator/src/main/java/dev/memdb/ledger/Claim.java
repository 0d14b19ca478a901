package dev.memdb.ledger;

import java.time.Instant;

/**
 * Whose database it is: the first resource that could write it.
 *
 * @param cluster identifies the Kubernetes cluster
 * @param resource {@code namespace/name}
 * @param environment the environment's name in that resource
 * @param claimedAt by the database's clock
 */
public record Claim(String cluster, String resource, String environment, Instant claimedAt) {}
