/** The Helm chart: what it renders, what it allows, and that an API server takes it. */
package dev.memdb.chart;
