package dev.memdb.controller;

import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.backfill.WorkerExit;
import dev.memdb.observe.JobReader;
import dev.memdb.observe.ResourceView;
import dev.memdb.plan.JobWish;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The Job of one environment's backfill. It belongs to the resource, and ends with it: a worker
 * that is killed loses nothing.
 *
 * @param wanted what it is for
 * @param image what its pods run
 */
record JobManifest(
    ResourceView view, EnvironmentSpec environment, JobWish.Wanted wanted, WorkerJobs.Image image) {
  /** Pods may die that often; evictions and lost nodes do not count. */
  private static final int BACKOFF_LIMIT = 30;

  private static final int KEPT_SECONDS = 24 * 60 * 60;

  /** Such that the pods' host names, which add an index, keep within 63 characters. */
  private static final int LONGEST_PART = 43;

  Job job() {
    MemoryDatabase resource = view.resource();
    Map<String, String> labels =
        Map.of(
            JobReader.MANAGED_BY,
            JobReader.OPERATOR,
            JobReader.DATABASE,
            resource.getMetadata().getName(),
            JobReader.ENVIRONMENT,
            environment.name());
    int workers = view.fill(environment).workers();
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(view.namespace())
        .withName(name())
        .withLabels(labels)
        .addToAnnotations(JobReader.VERSION, wanted.version())
        .addToAnnotations(JobReader.ATTEMPT, Integer.toString(wanted.attempt()))
        .addToAnnotations(JobReader.REQUEST, view.request())
        .withOwnerReferences(owner(resource))
        .endMetadata()
        .withNewSpec()
        .withCompletionMode("Indexed")
        .withCompletions(workers)
        .withParallelism(workers)
        .withBackoffLimit(BACKOFF_LIMIT)
        .withPodReplacementPolicy("Failed") // two pods of one index would only wait for each other
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withNewPodFailurePolicy()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withContainerName(WorkerPod.CONTAINER)
        .withOperator("In")
        .withValues(WorkerExit.HOPELESS)
        .endOnExitCodes()
        .endRule()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .endOnPodCondition()
        .endRule()
        .endPodFailurePolicy()
        .withTemplate(new WorkerPod(view, environment, wanted, image).template(labels))
        .endSpec()
        .build();
  }

  private static OwnerReference owner(MemoryDatabase resource) {
    return new OwnerReferenceBuilder()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(resource.getMetadata().getName())
        .withUid(resource.getMetadata().getUid())
        .withController(true)
        .build();
  }

  /** Readable at its beginning, unique at its end. */
  private String name() {
    String readable = view.resource().getMetadata().getName() + "-" + environment.name();
    String cut = readable.substring(0, Math.min(LONGEST_PART, readable.length()));
    String what =
        String.join(
            "|",
            view.uid(),
            environment.name(),
            wanted.version(),
            Integer.toString(wanted.attempt()));
    return "memdb-" + cut.replaceAll("[.-]+$", "").replace('.', '-') + "-" + hash(what);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
