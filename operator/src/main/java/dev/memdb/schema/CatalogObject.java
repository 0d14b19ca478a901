package dev.memdb.schema;

/** stub */
public record CatalogObject(String kind, String identity, String definition) {}
