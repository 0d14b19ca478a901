package dev.memdb.api;

/**
 * One key of a Secret of the resource's own namespace.
 *
 * @param name the Secret's name
 * @param key the key in it
 */
public record SecretKeyRef(String name, String key) {}
