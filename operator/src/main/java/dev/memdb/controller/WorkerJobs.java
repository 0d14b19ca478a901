package dev.memdb.controller;

import dev.memdb.api.EnvironmentSpec;
import dev.memdb.observe.Memory;
import dev.memdb.observe.ResourceView;
import dev.memdb.plan.JobWish;
import dev.memdb.plan.WorkerJob;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.util.List;
import java.util.Optional;

/**
 * Makes, changes and removes the Jobs of backfill workers, so that they become what is wanted.
 * Their names follow from what they are for: two operators at once, or one that was killed between
 * two steps, cannot make two of them.
 */
final class WorkerJobs {
  private final KubernetesClient client;
  private final Optional<Image> image;

  /**
   * What the pods run.
   *
   * @param name the operator's own image
   * @param allowLoopback as for the operator itself
   */
  record Image(String name, boolean allowLoopback) {}

  /**
   * @param image empty: not known, and no Job can be made
   */
  WorkerJobs(KubernetesClient client, Optional<Image> image) {
    this.client = client;
    this.image = image;
  }

  /**
   * Brings an environment's Jobs to what is wanted.
   *
   * @param jobs those that it has
   * @param memory is told when a Job cannot be made
   */
  void act(
      ResourceView view,
      EnvironmentSpec environment,
      JobWish wish,
      List<WorkerJob> jobs,
      Memory memory) {
    if (wish instanceof JobWish.Keep) {
      return;
    }
    Optional<String> refused = Optional.empty();
    try {
      Optional<JobWish.Wanted> wanted =
          wish instanceof JobWish.Wanted w ? Optional.of(w) : Optional.empty();
      for (WorkerJob job : jobs) {
        boolean endsByItself = wish instanceof JobWish.Ending && job.works();
        if (job.active() && !endsByItself && wanted.filter(w -> w.is(job)).isEmpty()) {
          remove(view, job);
        }
      }
      refused = wanted.flatMap(w -> ensure(view, environment, w, jobs));
    } catch (KubernetesClientException e) {
      refused = Optional.of(reason(e));
    }
    memory.job(environment.name(), refused);
  }

  /** Why it is not there; empty: it is, or it need not be. */
  private Optional<String> ensure(
      ResourceView view, EnvironmentSpec environment, JobWish.Wanted wanted, List<WorkerJob> jobs) {
    Optional<WorkerJob> found = jobs.stream().filter(wanted::is).findFirst();
    if (found.isEmpty()) {
      return wanted.suspended() ? Optional.empty() : make(view, environment, wanted);
    }
    WorkerJob job = found.get();
    if (!job.active()) {
      if (!job.request().equals(view.request())) {
        remove(view, job); // its end is an event: then the next one is made
      }
      return Optional.empty();
    }
    int workers = view.fill(environment).workers();
    boolean suspended = job.phase() == WorkerJob.Phase.SUSPENDED;
    if (suspended != wanted.suspended() || job.workers() != workers) {
      resource(view, job.name())
          .edit(
              j ->
                  new JobBuilder(j)
                      .editSpec()
                      .withSuspend(wanted.suspended())
                      .withParallelism(workers)
                      .withCompletions(workers)
                      .endSpec()
                      .build());
    }
    return Optional.empty();
  }

  private Optional<String> make(
      ResourceView view, EnvironmentSpec environment, JobWish.Wanted wanted) {
    if (image.isEmpty()) {
      return Optional.of(
          "the operator does not know its own image. Set MEMDB_IMAGE, or spec.backfill.runIn: Operator");
    }
    Job job = new JobManifest(view, environment, wanted, image.get()).job();
    try {
      client.resource(job).create();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return e.getCode() == 409 ? conflict(view, job) : Optional.of(reason(e));
    }
  }

  /** One that is ours was made a moment ago, and is not in our cache yet. */
  private Optional<String> conflict(ResourceView view, Job job) {
    Job found = resource(view, job.getMetadata().getName()).get();
    boolean ours =
        found == null
            || found.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .anyMatch(view.uid()::equals);
    return ours
        ? Optional.empty()
        : Optional.of(
            "there is a Job %s already that does not belong to this resource; delete or rename it"
                .formatted(job.getMetadata().getName()));
  }

  private void remove(ResourceView view, WorkerJob job) {
    resource(view, job.name()).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  private ScalableResource<Job> resource(ResourceView view, String name) {
    return client.batch().v1().jobs().inNamespace(view.namespace()).withName(name);
  }

  private static String reason(KubernetesClientException e) {
    String message = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
    return e.getCode() == 0 ? "the API server does not answer" : String.valueOf(message);
  }
}
