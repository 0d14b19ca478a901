package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CRD as the API server has it now. It may be upgraded or rolled back while the operator runs:
 * so it is read again, at most once a minute, when a status is to be written and as long as it is
 * too old. Without the right to read it, it is taken to be current. Thread-safe.
 */
final class InstalledDefinition {
  private static final Logger LOG = LoggerFactory.getLogger(InstalledDefinition.class);
  private static final Duration AGE = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Clock clock;
  private volatile ServedSchema schema = new ServedSchema(Optional.empty());
  private String version = "";
  private volatile Instant readAgain = Instant.MIN;

  InstalledDefinition(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** The schema of the status. */
  synchronized ServedSchema schema() {
    if (clock.instant().isBefore(readAgain)) {
      return schema;
    }
    readAgain = clock.instant().plus(AGE);
    try {
      read();
    } catch (KubernetesClientException e) {
      LOG.debug("the installed CRD cannot be read", e);
    }
    return schema;
  }

  /**
   * Whether it lacked fields of the status when it was read last. Never waits: a scrape asks this.
   */
  boolean isOutdated() {
    return schema.isOutdated();
  }

  /** Reads it if that was never done, or if it has to be found out whether it is still too old. */
  void check() {
    if (readAgain.equals(Instant.MIN) || schema.isOutdated()) {
      schema();
    }
  }

  private void read() {
    CustomResourceDefinition crd =
        client
            .apiextensions()
            .v1()
            .customResourceDefinitions()
            .withName(HasMetadata.getFullResourceName(MemoryDatabase.class))
            .get();
    if (crd != null && !crd.getMetadata().getResourceVersion().equals(version)) {
      version = crd.getMetadata().getResourceVersion();
      schema = ServedSchema.of(crd);
    }
  }

  /** A status was refused: perhaps because the definition is another one now. */
  synchronized void refused() {
    readAgain = Instant.MIN;
  }
}
