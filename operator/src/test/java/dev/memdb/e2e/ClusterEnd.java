package dev.memdb.e2e;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Ends the cluster after the last class that uses it. A shutdown hook would be cut off: Surefire
 * gives a JVM 30 seconds to exit, and a node with pods may need more.
 */
final class ClusterEnd implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(ClusterEnd.class))
        .computeIfAbsent("cluster", key -> (AutoCloseable) TestClusters::end);
  }
}
