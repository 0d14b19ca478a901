package dev.memdb.observe;

import dev.memdb.plan.WorkerJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads how Jobs of backfill workers stand. */
public final class JobReader {
  /** All our Jobs: the only ones that are watched. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The value of {@link #MANAGED_BY}. */
  public static final String OPERATOR = "memory-database-operator";

  public static final String DATABASE = "memdb.dev/database";
  public static final String ENVIRONMENT = "memdb.dev/environment";
  public static final String VERSION = "memdb.dev/version";
  public static final String ATTEMPT = "memdb.dev/attempt";
  public static final String REQUEST = "memdb.dev/request";

  /** A pod that is only being started is no trouble yet. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PodTroubles troubles;
  private final Clock clock;

  public JobReader(KubernetesClient client, Clock clock) {
    this.troubles = new PodTroubles(client);
    this.clock = clock;
  }

  /** The Jobs of one resource, by environment. Asks for pods only where none is ready for long. */
  public Map<String, List<WorkerJob>> read(Collection<Job> jobs) {
    return jobs.stream()
        .filter(job -> label(job, ENVIRONMENT) != null)
        .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
        .collect(
            Collectors.groupingBy(
                job -> label(job, ENVIRONMENT),
                Collectors.mapping(this::read, Collectors.toList())));
  }

  private static String label(Job job, String name) {
    return job.getMetadata().getLabels() == null ? null : job.getMetadata().getLabels().get(name);
  }

  private WorkerJob read(Job job) {
    Map<String, String> annotations =
        Optional.ofNullable(job.getMetadata().getAnnotations()).orElse(Map.of());
    WorkerJob.Phase phase = phase(job);
    return new WorkerJob(
        job.getMetadata().getName(),
        annotations.getOrDefault(VERSION, ""),
        Integer.parseInt(annotations.getOrDefault(ATTEMPT, "0")),
        Optional.ofNullable(job.getSpec().getParallelism()).orElse(1),
        phase,
        trouble(job, phase),
        annotations.getOrDefault(REQUEST, ""),
        endedAt(job));
  }

  private static WorkerJob.Phase phase(Job job) {
    if (condition(job, "Complete").isPresent()) {
      return WorkerJob.Phase.COMPLETE;
    }
    if (condition(job, "Failed").isPresent()) {
      return WorkerJob.Phase.FAILED;
    }
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      return WorkerJob.Phase.SUSPENDED;
    }
    JobStatus status = job.getStatus();
    boolean ready = status != null && status.getReady() != null && status.getReady() > 0;
    return ready ? WorkerJob.Phase.RUNNING : WorkerJob.Phase.STARTING;
  }

  private String trouble(Job job, WorkerJob.Phase phase) {
    if (phase == WorkerJob.Phase.FAILED) {
      return troubles
          .ofFailed(job)
          .or(() -> condition(job, "Failed").map(JobCondition::getMessage))
          .orElse("failed");
    }
    Instant made = Instant.parse(job.getMetadata().getCreationTimestamp());
    return phase == WorkerJob.Phase.STARTING && made.plus(PATIENCE).isBefore(clock.instant())
        ? troubles.ofStarting(job, Duration.between(made, clock.instant())).orElse("")
        : "";
  }

  private static Optional<Instant> endedAt(Job job) {
    return condition(job, "Complete")
        .or(() -> condition(job, "Failed"))
        .map(condition -> Instant.parse(condition.getLastTransitionTime()));
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return Optional.ofNullable(job.getStatus()).map(JobStatus::getConditions).stream()
        .flatMap(List::stream)
        .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
        .findFirst();
  }
}
