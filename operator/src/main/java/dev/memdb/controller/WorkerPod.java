package dev.memdb.controller;

import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.SecretKeyRef;
import dev.memdb.api.TlsSpec;
import dev.memdb.api.WorkerPodSpec;
import dev.memdb.observe.FillSettings;
import dev.memdb.observe.MountedConnection;
import dev.memdb.observe.ResourceView;
import dev.memdb.plan.JobWish;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pod of a backfill worker. It may do nothing but talk to its database: no ServiceAccount
 * token, no privilege, nothing to write but a temporary directory, and of the Secret only the keys
 * of a connection. It meets the Pod Security Standard "restricted".
 */
final class WorkerPod {
  /** Also the name that the Job's podFailurePolicy has to know. */
  static final String CONTAINER = "worker";

  private static final String CONNECTION = "/etc/memdb/connection";
  private static final String CA = "/etc/memdb/ca";

  /** A worker keeps next to nothing: this is the JVM, the driver and room to breathe. */
  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("100m"), "memory", new Quantity("128Mi"));

  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("256Mi"));

  private final ResourceView view;
  private final EnvironmentSpec environment;
  private final FillSettings fill;
  private final JobWish.Wanted wanted;
  private final WorkerJobs.Image image;

  WorkerPod(
      ResourceView view,
      EnvironmentSpec environment,
      JobWish.Wanted wanted,
      WorkerJobs.Image image) {
    this.view = view;
    this.environment = environment;
    this.fill = view.fill(environment);
    this.wanted = wanted;
    this.image = image;
  }

  /**
   * The template.
   *
   * @param labels those of the Job
   */
  PodTemplateSpec template(Map<String, String> labels) {
    WorkerPodSpec pod = fill.pod();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels(pod.labels())
        .addToLabels(labels) // last: ours are how pods are found
        .addToAnnotations(pod.annotations())
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(30L)
        .addToNodeSelector(pod.nodeSelector())
        .addAllToImagePullSecrets(
            pod.imagePullSecrets().stream()
                .map(secret -> new LocalObjectReference(secret.name()))
                .toList())
        .withPriorityClassName(pod.priorityClassName())
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container())
        .withVolumes(volumes())
        .endSpec()
        .build();
  }

  private Container container() {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image.name())
        .withImagePullPolicy("IfNotPresent")
        .withArgs(arguments())
        .addNewEnv()
        .withName("JAVA_TOOL_OPTIONS")
        .withValue("-XX:+UseSerialGC -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError")
        .endEnv()
        .addNewEnv()
        .withName("MEMDB_ALLOW_LOOPBACK")
        .withValue(Boolean.toString(image.allowLoopback()))
        .endEnv()
        .withResources(resources())
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withVolumeMounts(mounts())
        .build();
  }

  private List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "backfill",
                wanted.version(),
                "--connection=" + CONNECTION,
                "--namespace=" + view.namespace(),
                "--name=" + view.id() + "/" + environment.name()));
    TlsSpec tls = environment.connection().tls();
    if (tls != null && tls.mode() != null) {
      arguments.add("--tls=" + tls.mode().sslmode());
    }
    if (ca() != null) {
      arguments.add("--ca=" + CA + "/ca.crt");
    }
    return arguments;
  }

  private SecretKeyRef ca() {
    TlsSpec tls = environment.connection().tls();
    return tls == null ? null : tls.caSecretRef();
  }

  private ResourceRequirements resources() {
    boolean own = fill.pod().resources() != null;
    return new ResourceRequirementsBuilder()
        .withRequests(own ? fill.pod().resources().requests() : REQUESTS)
        .withLimits(own ? fill.pod().resources().limits() : LIMITS)
        .build();
  }

  private List<VolumeMount> mounts() {
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(mount("connection", CONNECTION, true));
    mounts.add(mount("tmp", "/tmp", false));
    if (ca() != null) {
      mounts.add(mount("ca", CA, true));
    }
    return mounts;
  }

  private static VolumeMount mount(String name, String path, boolean readOnly) {
    VolumeMount mount = new VolumeMount();
    mount.setName(name);
    mount.setMountPath(path);
    mount.setReadOnly(readOnly ? true : null);
    return mount;
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName("connection")
            .withNewSecret()
            .withSecretName(environment.connection().secretRef().name())
            .withItems(
                MountedConnection.KEYS.stream()
                    .map(key -> new KeyToPathBuilder().withKey(key).withPath(key).build())
                    .toList())
            .withOptional(true) // of the keys: port and jdbc-uri need not be there
            .endSecret()
            .build());
    volumes.add(
        new VolumeBuilder()
            .withName("tmp")
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("16Mi"))
            .endEmptyDir()
            .build());
    if (ca() != null) {
      volumes.add(
          new VolumeBuilder()
              .withName("ca")
              .withNewSecret()
              .withSecretName(ca().name())
              .addNewItem()
              .withKey(ca().key())
              .withPath("ca.crt")
              .endItem()
              .endSecret()
              .build());
    }
    return volumes;
  }
}
