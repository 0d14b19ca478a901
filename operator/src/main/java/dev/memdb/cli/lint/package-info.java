/**
 * {@code memdb lint}: files in, what {@link dev.memdb.safety.Linter} says of them out, for people,
 * for programs and for code review. Knows no rule of its own.
 */
package dev.memdb.cli.lint;
