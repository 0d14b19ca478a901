package dev.memdb.plan;

/**
 * An object of a schema.
 *
 * @param kind as the description of the catalogs calls it: {@code index}
 * @param identity its name there, with its schema
 */
public record ObjectName(String kind, String identity) {}
