/**
 * Reads: Secrets, ConfigMaps, and what is remembered of the databases. Never acts. Knows Kubernetes
 * and the readers of the engine; what it finds goes to {@code plan} as values.
 */
package dev.memdb.observe;
