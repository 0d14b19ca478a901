package dev.memdb.e2e;

import static org.awaitility.Awaitility.await;

import dev.memdb.observe.JobReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Job of one environment's backfill, and its pods.
 *
 * @param environment staging or production
 */
record Workers(Scenario scenario, String environment) {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Waits until a pod runs that is none of these. */
  Pod awaitPodOtherThan(Pod... before) {
    List<String> known = Stream.of(before).map(Workers::uid).toList();
    return await()
        .atMost(LONG)
        .until(
            () ->
                pods().stream()
                    .filter(pod -> !known.contains(uid(pod)))
                    .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** How many pods the Job has counted as failed. */
  int failures() {
    return client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace())
        .withLabel(JobReader.ENVIRONMENT, environment)
        .list()
        .getItems()
        .stream()
        .map(job -> job.getStatus().getFailed())
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .sum();
  }

  List<Pod> pods() {
    return client()
        .pods()
        .inNamespace(namespace())
        .withLabel(JobReader.ENVIRONMENT, environment)
        .list()
        .getItems();
  }

  void delete(Pod pod) {
    client().resource(pod).delete();
  }

  /** As a node that is drained does it. */
  void evict(Pod pod) {
    client().pods().inNamespace(namespace()).withName(pod.getMetadata().getName()).evict();
  }

  private String namespace() {
    return scenario.namespace().name();
  }

  private KubernetesClient client() {
    return scenario.namespace().client();
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }
}
