/**
 * Migrations, run by Flyway inside the one fenced session: statements, verification, healing of
 * what a killed statement left behind, and what is watched meanwhile. The only place that knows
 * Flyway.
 */
package dev.memdb.apply;
