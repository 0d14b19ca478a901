package dev.memdb.api;

/**
 * A ConfigMap of the resource's own namespace.
 *
 * @param name the ConfigMap's name
 */
public record ConfigMapRef(String name) {}
