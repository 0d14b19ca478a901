/**
 * The custom resource {@code MemoryDatabase} as people write and read it: spec, status, conditions
 * and reasons. May import the JDK and Fabric8's annotations and model; holds no logic beyond the
 * normalising of absent values.
 */
package dev.memdb.api;
