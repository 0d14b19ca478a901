package dev.memdb.testkit;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;

/**
 * Downloads etcd, kube-apiserver and kubectl, for machines with neither a cluster nor Go; prints
 * the folder that holds them. What was downloaded before is used again.
 *
 * <p>{@code hack/lib/kubernetes.sh} runs it as its last choice.
 */
public final class ApiServerDownload {
  private static final String VERSION = "1.34.*";

  private ApiServerDownload() {}

  public static void main(String[] args) {
    // in code, not by its environment variables: most of them end in a ClassCastException (7.5.2)
    BinaryManager programs =
        new BinaryManager(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withApiServerVersion(VERSION)
                .withOfflineMode(false)
                .build());
    try {
      programs.initAndDownloadIfRequired();
    } catch (KubeAPITestException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.out.println(programs.binaries().getApiServer().getParent());
  }
}
