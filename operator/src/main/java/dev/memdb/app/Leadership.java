package dev.memdb.app;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operator works, the others stand by. Leader election saves work and noise; what protects a
 * database is its own fence.
 */
final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final String LEASE = "memdb-operator";

  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final Duration lease;
  private volatile boolean stopping;

  Leadership(KubernetesClient client, Settings settings) {
    this.client = client;
    this.namespace =
        settings
            .leaseNamespace()
            .orElseGet(() -> client.getNamespace() == null ? "default" : client.getNamespace());
    this.identity = settings.identity();
    this.lease = settings.lease();
  }

  LeaderElectionConfiguration configuration() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(namespace)
        .withIdentity(identity)
        .withLeaseDuration(lease)
        .withRenewDeadline(
            lease.multipliedBy(2).dividedBy(3)) // a leader ends before another begins
        .withRetryPeriod(lease.dividedBy(5)) // three renewals may fail before the deadline
        .withExitOnStopLeading(false) // its System.exit waits for our own shutdown hook for ever
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> LOG.info("leading"), this::lost, leader -> LOG.info("leader is {}", leader)))
        .build();
  }

  /**
   * A deposed leader would go on reconciling and never stand again: it ends, and is started anew.
   */
  private void lost() {
    if (!stopping) {
      LOG.error("the lease is lost: ending at once");
      Runtime.getRuntime().halt(1);
    }
  }

  void stopping() {
    stopping = true;
  }

  /** Lets the next one lead after a second instead of a whole lease. */
  void release() {
    Resource<Lease> lease = client.leases().inNamespace(namespace).withName(LEASE);
    try {
      Lease held = lease.get();
      if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
        lease.edit(
            l ->
                new LeaseBuilder(l)
                    .editSpec()
                    .withHolderIdentity("")
                    .withLeaseDurationSeconds(1)
                    .endSpec()
                    .build());
      }
    } catch (KubernetesClientException e) {
      LOG.info("the lease was not released, and ends by itself: {}", e.getMessage());
    }
  }
}
