package dev.memdb.api;

/**
 * A Secret of the resource's own namespace.
 *
 * @param name the Secret's name
 */
public record SecretRef(String name) {}
