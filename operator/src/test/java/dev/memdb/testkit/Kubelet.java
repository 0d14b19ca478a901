package dev.memdb.testkit;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.memdb.app.Main;
import dev.memdb.observe.JobReader;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs pods as processes of this machine, with the arguments and the Secrets that their manifests
 * say, and tells the API server how they end. What a kubelet does beyond that needs a node, and is
 * what the E2E tests are for.
 */
public final class Kubelet implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, String> labels;
  private final Thread thread = new Thread(this::run, "kubelet");
  private final Map<String, Process> processes = new HashMap<>();
  private final Map<String, Path> logs = new HashMap<>();
  private final List<Mounted> mounts = new ArrayList<>();
  private volatile boolean closed;

  /** A Secret that is mounted somewhere: its files follow it, as a kubelet's do. */
  private record Mounted(SecretVolumeSource source, Path folder) {}

  private Kubelet(KubernetesClient client, String namespace, Map<String, String> labels) {
    this.client = client;
    this.namespace = namespace;
    this.labels = Map.copyOf(labels);
  }

  /** For the pods of one resource's backfills. */
  public static Kubelet start(TestMemoryDatabase mdb) {
    return start(
        mdb.namespace().client(), mdb.namespace().name(), Map.of(JobReader.DATABASE, mdb.name()));
  }

  /** For the pods of a namespace that have these labels. */
  public static Kubelet start(
      KubernetesClient client, String namespace, Map<String, String> labels) {
    Kubelet kubelet = new Kubelet(client, namespace, labels);
    kubelet.thread.setDaemon(true);
    kubelet.thread.start();
    return kubelet;
  }

  private void run() {
    try {
      while (!closed) {
        tryTurn();
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void tryTurn() {
    try {
      turn();
    } catch (KubernetesClientException e) {
      // the API server is away, or a pod is gone meanwhile: the next turn sees it
    }
  }

  private synchronized void turn() {
    List<Pod> pods = client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
    List<String> present = pods.stream().map(pod -> pod.getMetadata().getUid()).toList();
    processes.entrySet().removeIf(e -> !present.contains(e.getKey()) && end(e.getValue()));
    for (Pod pod : pods) {
      Process process = processes.get(pod.getMetadata().getUid());
      boolean deleted = pod.getMetadata().getDeletionTimestamp() != null;
      if (process == null && !deleted && "Pending".equals(pod.getStatus().getPhase())) {
        begin(pod);
      } else if (process != null && deleted) {
        process.destroy(); // SIGTERM
      }
      if (process != null && !process.isAlive() && !hasEnded(pod)) {
        tell(pod, process.exitValue());
      }
    }
  }

  private static boolean end(Process process) {
    process.destroy();
    return true;
  }

  private static boolean hasEnded(Pod pod) {
    return List.of("Succeeded", "Failed").contains(pod.getStatus().getPhase());
  }

  private void begin(Pod pod) {
    try {
      Path folder = Files.createTempDirectory("memdb-pod-");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
      for (String argument : pod.getSpec().getContainers().get(0).getArgs()) {
        command.add(mounted(pod, folder, argument));
      }
      ProcessBuilder builder = new ProcessBuilder(command);
      logs.put(pod.getMetadata().getUid(), folder.resolve("log"));
      builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
      pod.getSpec().getContainers().get(0).getEnv().stream()
          .filter(e -> e.getName().startsWith("MEMDB_"))
          .forEach(e -> builder.environment().put(e.getName(), e.getValue()));
      processes.put(pod.getMetadata().getUid(), builder.start());
      running(pod);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Paths of volumes become paths of this machine. */
  private String mounted(Pod pod, Path folder, String argument) throws IOException {
    String result = argument;
    for (VolumeMount mount : pod.getSpec().getContainers().get(0).getVolumeMounts()) {
      if (argument.contains(mount.getMountPath() + "/")
          || argument.endsWith(mount.getMountPath())) {
        Path here = folder.resolve(mount.getName());
        Mounted mounted = new Mounted(source(pod, mount.getName()), here);
        Files.createDirectories(here);
        fill(mounted);
        mounts.add(mounted);
        result = argument.replace(mount.getMountPath(), here.toString());
      }
    }
    return result;
  }

  private static SecretVolumeSource source(Pod pod, String volume) {
    return pod.getSpec().getVolumes().stream()
        .filter(v -> v.getName().equals(volume))
        .map(Volume::getSecret)
        .findFirst()
        .orElseThrow();
  }

  private void fill(Mounted mounted) throws IOException {
    Secret secret =
        client.secrets().inNamespace(namespace).withName(mounted.source().getSecretName()).get();
    if (secret == null) {
      return; // a kubelet keeps the files that it has
    }
    for (KeyToPath item : mounted.source().getItems()) {
      String value = secret.getData().get(item.getKey());
      if (value != null) {
        Path part = mounted.folder().resolve(item.getPath() + ".part");
        Files.write(part, Base64.getDecoder().decode(value));
        Files.move(part, mounted.folder().resolve(item.getPath()), ATOMIC_MOVE, REPLACE_EXISTING);
      }
    }
  }

  /** Brings the files of mounted Secrets to what the Secrets are now. */
  public synchronized void refresh() {
    for (Mounted mounted : mounts) {
      try {
        fill(mounted);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void running(Pod pod) {
    status(
        pod,
        new PodBuilder(pod)
            .editStatus()
            .withPhase("Running")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build());
  }

  private void tell(Pod pod, int exitCode) {
    status(
        pod,
        new PodBuilder(pod)
            .editStatus()
            .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
            .withConditions(List.of())
            .addNewContainerStatus()
            .withName(pod.getSpec().getContainers().get(0).getName())
            .withImage("none")
            .withImageID("")
            .withReady(false)
            .withRestartCount(0)
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withReason(exitCode == 0 ? "Completed" : "Error")
            .withMessage(exitCode == 0 ? null : lastLine(pod))
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build());
  }

  /** What terminationMessagePolicy FallbackToLogsOnError comes to. */
  private String lastLine(Pod pod) {
    try {
      List<String> lines = Files.readAllLines(logs.get(pod.getMetadata().getUid()));
      return lines.isEmpty() ? null : lines.get(lines.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void status(Pod pod, Pod told) {
    if (client.pods().inNamespace(namespace).withName(pod.getMetadata().getName()).get() != null) {
      client.resource(told).patchStatus();
    }
  }

  /** The workers that run now. */
  public synchronized List<Process> running() {
    return processes.values().stream().filter(Process::isAlive).toList();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    synchronized (this) {
      processes.values().forEach(Process::destroyForcibly);
    }
  }
}
