package dev.memdb.schema;

/**
 * One object of a schema.
 *
 * @param kind for people: {@code table}, {@code column}, {@code index} …
 * @param identity its name, unique within the kind; {@code [*]} stands for the partitions of a
 *     table
 * @param definition one attribute per line, {@code name: value} or {@code name} alone, each begun
 *     by a newline and a space; further lines of a value begin with more spaces. Empty when there
 *     is nothing to say but that the object exists
 */
public record CatalogObject(String kind, String identity, String definition) {}
