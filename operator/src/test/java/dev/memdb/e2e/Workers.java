package dev.memdb.e2e;

import static org.awaitility.Awaitility.await;

import dev.memdb.observe.JobReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The Job of one environment's backfill, and its pods.
 *
 * @param environment staging or production
 */
record Workers(Scenario scenario, String environment) {
  private static final Duration LONG = Duration.ofMinutes(2);

  /** Waits until so many pods run that are none of these. */
  List<Pod> awaitPods(int count, List<Pod> before) {
    List<String> known = before.stream().map(Workers::uid).toList();
    return await()
        .atMost(LONG)
        .until(
            () ->
                pods().stream()
                    .filter(pod -> !known.contains(uid(pod)))
                    .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
                    .toList(),
            pods -> pods.size() >= count);
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
