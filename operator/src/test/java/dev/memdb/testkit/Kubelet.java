package dev.memdb.testkit;

import dev.memdb.app.Main;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
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
 * Runs the pods of a namespace as processes of this machine, with the arguments and the Secrets
 * that their manifests say, and tells the API server how they end. What a kubelet does beyond that
 * needs a node, and is what the E2E tests are for.
 */
public final class Kubelet implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  private final KubernetesClient client;
  private final String namespace;
  private final Thread thread = new Thread(this::run, "kubelet");
  private final Map<String, Process> processes = new HashMap<>();
  private volatile boolean closed;

  private Kubelet(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  public static Kubelet start(TestNamespace namespace) {
    Kubelet kubelet = new Kubelet(namespace.client(), namespace.name());
    kubelet.thread.setDaemon(true);
    kubelet.thread.start();
    return kubelet;
  }

  private void run() {
    try {
      while (!closed) {
        turn();
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private synchronized void turn() {
    List<Pod> pods = client.pods().inNamespace(namespace).list().getItems();
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
        fill(pod, mount.getName(), here);
        result = argument.replace(mount.getMountPath(), here.toString());
      }
    }
    return result;
  }

  private void fill(Pod pod, String name, Path here) throws IOException {
    Files.createDirectories(here);
    Volume volume =
        pod.getSpec().getVolumes().stream()
            .filter(v -> v.getName().equals(name))
            .findFirst()
            .orElseThrow();
    SecretVolumeSource source = volume.getSecret();
    Map<String, String> data =
        client.secrets().inNamespace(namespace).withName(source.getSecretName()).get().getData();
    for (KeyToPath item : source.getItems()) {
      if (data.containsKey(item.getKey())) {
        Files.write(
            here.resolve(item.getPath()), Base64.getDecoder().decode(data.get(item.getKey())));
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
    return "exit of " + pod.getMetadata().getName();
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
