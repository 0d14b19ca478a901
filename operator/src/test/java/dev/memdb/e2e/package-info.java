/**
 * The operator as people run it: its image, installed from {@code manifests/install.yaml}, as a pod
 * of a whole Kubernetes node.
 */
package dev.memdb.e2e;
