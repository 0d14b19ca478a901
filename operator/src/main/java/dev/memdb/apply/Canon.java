package dev.memdb.apply;

import dev.memdb.migration.Version;
import dev.memdb.schema.SchemaSnapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What the same migrations have made in the environments that go first. The caller vouches that
 * these are proven.
 */
public interface Canon {
  /** Of an environment that follows none. */
  Canon NONE = List::of;

  /**
   * A schema as the migrations have made it, without what was changed by hand since.
   *
   * @param environment where
   * @param version up to which version
   */
  record Made(String environment, Version version, SchemaSnapshot schema) {}

  /**
   * Reads it; asked only when something was changed by hand.
   *
   * @throws SQLException when an environment cannot be read; its SQLSTATE says whether that passes
   */
  List<Made> read() throws SQLException;

  /** The first that speaks of a version. */
  static Optional<Made> at(List<Made> made, Optional<Version> version) {
    return made.stream().filter(m -> version.filter(m.version()::equals).isPresent()).findFirst();
  }
}
