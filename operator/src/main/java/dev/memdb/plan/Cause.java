package dev.memdb.plan;

import dev.memdb.api.Reason;

/**
 * Something about the whole resource that keeps every environment from being migrated.
 *
 * @param reason the documented cause
 * @param message what is the matter and what to do
 */
public record Cause(Reason reason, String message) {}
