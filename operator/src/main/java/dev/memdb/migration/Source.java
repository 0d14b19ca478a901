package dev.memdb.migration;

import java.util.Map;

/**
 * One place that files come from; several are merged into a set.
 *
 * @param name for people, such as {@code ConfigMap recall-migrations}
 * @param files contents by file name
 */
public record Source(String name, Map<String, byte[]> files) {}
