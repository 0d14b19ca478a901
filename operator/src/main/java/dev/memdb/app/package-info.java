/** Wiring: the command line, settings, leader election, HTTP endpoint, start and stop. */
package dev.memdb.app;
