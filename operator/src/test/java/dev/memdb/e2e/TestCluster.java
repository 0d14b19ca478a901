package dev.memdb.e2e;

import dev.memdb.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;

/** A whole Kubernetes: its node runs pods. */
interface TestCluster extends AutoCloseable {
  /** Its API, as the administrator. */
  ApiServer api();

  /** Gives its node an image, as {@code docker save} writes it. */
  void load(Path archive);

  /** The address of this machine by which pods reach it; servers for them listen there. */
  String hostAddress();

  /** {@code kill -9} of the process of a pod's only container. */
  void kill(Pod pod);

  @Override
  void close();

  /** The id by which containerd knows a pod's only container. */
  static String container(Pod pod) {
    String id = pod.getStatus().getContainerStatuses().get(0).getContainerID();
    return id.substring(id.indexOf("://") + "://".length());
  }
}
