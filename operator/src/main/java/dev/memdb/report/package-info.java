/**
 * What happened, told to Kubernetes and to Prometheus.
 *
 * <p>Events are told on transitions. Deciding what is worth an event is pure ({@link
 * dev.memdb.report.Transitions}); publishing is the only place that talks to the API server ({@link
 * dev.memdb.report.EventPublisher}).
 *
 * <p>Metrics are those of docs/metrics.md: of the resources ({@link
 * dev.memdb.report.ResourceGauges}), of looks and runs ({@link dev.memdb.report.TaskMeters}), of
 * the process ({@link dev.memdb.report.ProcessGauges}). They are fed with values and ask nobody.
 * Labels are names of resources and environments, and words of closed lists; never a text or a
 * version of a schema.
 *
 * <p>May import the JDK, {@code api}, Fabric8 and Prometheus' client.
 */
package dev.memdb.report;
