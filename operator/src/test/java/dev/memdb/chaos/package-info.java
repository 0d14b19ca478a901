/**
 * The kill test: the operator and PostgreSQL are killed, frozen and cut off at random moments while
 * databases are migrated, and nothing may be lost, done twice or left standing.
 */
package dev.memdb.chaos;
