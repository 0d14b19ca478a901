package dev.memdb.api;

/**
 * Pieces of the API server's validation rules (CEL) that several types share. Rules are preferred
 * to patterns: a pattern's message shows the pattern, a rule's says what to write. Every text and
 * list in a rule needs a size, or the API server refuses the whole definition as too costly.
 */
final class Validation {
  /** A name of a Secret, ConfigMap or key cannot be longer. */
  static final int OBJECT_NAME = 253;

  /** An environment's name is part of names of other objects. */
  static final int ENVIRONMENT_NAME = 30;

  static final int ENVIRONMENTS = 16;
  static final int AFTER = 8;
  static final int SCHEMAS = 16;
  static final int CONFIG_MAPS = 16;

  /** PostgreSQL cuts longer names off. */
  static final int SCHEMA_NAME = 63;

  static final int VERSION = 50;

  static final int WORKERS = 16;
  static final int PULL_SECRETS = 8;

  /** Long enough for {@code 999999Gi}. */
  static final int SIZE = 8;

  /** Long enough for {@code 23h59m59s999ms}; with at most six digits a part no sum overflows. */
  static final int DURATION = 20;

  static final String IS_OBJECT_NAME = ".matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$')";
  static final String IS_LABEL = ".matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";
  static final String IS_DURATION = ".matches('^([0-9]{1,6}(ms|s|m|h))+$')";

  private Validation() {}
}
