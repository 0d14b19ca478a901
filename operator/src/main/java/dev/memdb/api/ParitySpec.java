package dev.memdb.api;

/**
 * What is done about schema differences.
 *
 * @param onDrift what a hand-made change causes; null: {@link DriftPolicy#BLOCK}
 * @param interval how often the catalogs are compared, a duration; null: 5m
 */
public record ParitySpec(DriftPolicy onDrift, String interval) {}
