/**
 * The custom resource {@code MemoryDatabase} as people write and read it: spec, status, conditions
 * and reasons. May import the JDK and Fabric8's annotations and model; holds no logic beyond the
 * normalising of absent values.
 *
 * <p>Types of the status ignore fields that they do not know: a newer operator may have written
 * them. Types of the spec do not: an operator that is older than the resource definition must not
 * act on half of what somebody wished.
 */
package dev.memdb.api;
