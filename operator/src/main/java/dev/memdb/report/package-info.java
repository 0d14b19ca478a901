/**
 * What happened, told to Kubernetes: events on transitions. Deciding what is worth an event is pure
 * ({@link dev.memdb.report.Transitions}); publishing is the only place that talks to the API server
 * ({@link dev.memdb.report.EventPublisher}). May import the JDK, {@code api} and Fabric8.
 */
package dev.memdb.report;
