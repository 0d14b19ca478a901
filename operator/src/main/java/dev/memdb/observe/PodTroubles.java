package dev.memdb.observe;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Why a Job's pods do not start, or have failed: what a person would look for with kubectl. */
final class PodTroubles {
  /** A cluster with nodes has made a pod by then, or told why not. */
  private static final Duration NO_CONTROLLER = Duration.ofSeconds(30);

  private static final int LONGEST = 300;

  private final KubernetesClient client;

  PodTroubles(KubernetesClient client) {
    this.client = client;
  }

  /** Why no pod is ready; empty: nothing is known against it. */
  Optional<String> ofStarting(Job job, Duration age) {
    try {
      List<Pod> pods = pods(job);
      Optional<String> told =
          first(pods, PodTroubles::notScheduled)
              .or(() -> first(pods, PodTroubles::waiting))
              .or(() -> first(pods, PodTroubles::ended))
              .or(() -> warning(job, pods));
      if (told.isPresent() || !pods.isEmpty() || age.compareTo(NO_CONTROLLER) < 0) {
        return told.map(PodTroubles::bounded);
      }
      return Optional.of(
          "no pod and no word of it for %ds: does this cluster run Jobs? Without nodes, set spec.backfill.runIn: Operator"
              .formatted(age.toSeconds()));
    } catch (KubernetesClientException e) {
      return Optional.of("no pod is ready, and why could not be read (HTTP " + e.getCode() + ")");
    }
  }

  /** What the last pod of a failed Job said; empty: nothing. */
  Optional<String> ofFailed(Job job) {
    try {
      return first(pods(job), PodTroubles::ended).map(PodTroubles::bounded);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  private List<Pod> pods(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .sorted(
            Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp()).reversed())
        .toList();
  }

  private static Optional<String> first(List<Pod> pods, Function<Pod, Optional<String>> trouble) {
    return pods.stream().flatMap(pod -> trouble.apply(pod).stream()).findFirst();
  }

  private static Optional<String> notScheduled(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getConditions).stream()
        .flatMap(List::stream)
        .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
        .map(c -> "its pod is not scheduled: " + c.getMessage())
        .findFirst();
  }

  /** Image, configuration, a crash that is waited out. */
  private static Optional<String> waiting(Pod pod) {
    return containers(pod).stream()
        .map(status -> status.getState() == null ? null : status.getState().getWaiting())
        .filter(waiting -> waiting != null && waiting.getReason() != null)
        .filter(waiting -> !waiting.getReason().equals("ContainerCreating"))
        .map(PodTroubles::told)
        .findFirst();
  }

  private static String told(ContainerStateWaiting waiting) {
    return "its pod waits: %s%s"
        .formatted(
            waiting.getReason(), waiting.getMessage() == null ? "" : ", " + waiting.getMessage());
  }

  private static Optional<String> ended(Pod pod) {
    return containers(pod).stream()
        .map(status -> status.getState() == null ? null : status.getState().getTerminated())
        .filter(ended -> ended != null && ended.getExitCode() != 0)
        .map(PodTroubles::told)
        .findFirst();
  }

  private static String told(ContainerStateTerminated ended) {
    return ended.getMessage() == null || ended.getMessage().isBlank()
        ? "its pod ended: %s, exit code %d".formatted(ended.getReason(), ended.getExitCode())
        : ended.getMessage().strip();
  }

  private static List<ContainerStatus> containers(Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .map(PodStatus::getContainerStatuses)
        .orElse(List.of());
  }

  /** Quota and admission are told by an event of the Job, a missing Secret by one of the pod. */
  private Optional<String> warning(Job job, List<Pod> pods) {
    String about =
        pods.isEmpty() ? job.getMetadata().getName() : pods.get(0).getMetadata().getName();
    return client
        .v1()
        .events()
        .inNamespace(job.getMetadata().getNamespace())
        .withField("involvedObject.name", about)
        .list()
        .getItems()
        .stream()
        .filter(event -> "Warning".equals(event.getType()))
        .max(Comparator.comparing(PodTroubles::time))
        .map(event -> event.getReason() + ": " + event.getMessage());
  }

  private static String time(Event event) {
    return Optional.ofNullable(event.getLastTimestamp()).orElse("");
  }

  private static String bounded(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }
}
