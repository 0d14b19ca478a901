package dev.memdb.api;

/**
 * One database that must reach the target version.
 *
 * @param name what the environment is called, unique in the resource
 * @param mode who migrates it; null: {@link EnvironmentMode#MIGRATE}
 * @param connection how to reach it
 * @param promotion which environments go first; null: none, this is the first one
 * @param suspend true: this environment is only looked at; null: false
 */
public record EnvironmentSpec(
    String name,
    EnvironmentMode mode,
    ConnectionSpec connection,
    PromotionSpec promotion,
    Boolean suspend) {}
