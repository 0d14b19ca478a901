/**
 * Subcommands of {@code memdb} for people and pods: arguments in, the engine's own operations,
 * words out. Decides nothing that the engine does not; may use all packages but {@code app} and
 * {@code controller}.
 */
package dev.memdb.cli;
