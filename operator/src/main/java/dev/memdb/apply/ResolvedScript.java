package dev.memdb.apply;

import dev.memdb.migration.Migration;
import java.util.List;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.executor.Context;
import org.flywaydb.core.api.executor.MigrationExecutor;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.extensibility.MigrationType;
import org.flywaydb.core.internal.jdbc.Results;

/**
 * A migration as Flyway sees it; Flyway's own defaults would see the same file the same way. Flyway
 * sorts and hashes all of them again after each one: so the version is parsed once, and two of them
 * are equal only when they are the same.
 */
final class ResolvedScript implements ResolvedMigration, MigrationExecutor {
  private final Migration migration;
  private final MigrationVersion version;
  private final FlywayMigrator.ScriptRunner scripts;

  ResolvedScript(Migration migration, FlywayMigrator.ScriptRunner scripts) {
    this.migration = migration;
    this.version = MigrationVersion.fromVersion(migration.version().text());
    this.scripts = scripts;
  }

  @Override
  public List<Results> execute(Context context) {
    scripts.run(migration);
    return List.of();
  }

  @Override
  public boolean canExecuteInTransaction() {
    return migration.transactional();
  }

  @Override
  public boolean shouldExecute() {
    return true;
  }

  @Override
  public MigrationVersion getVersion() {
    return version;
  }

  @Override
  public String getDescription() {
    return migration.description();
  }

  @Override
  public String getScript() {
    return migration.fileName();
  }

  @Override
  public Integer getChecksum() {
    return migration.checksum();
  }

  @Override
  public MigrationType getType() {
    return CoreMigrationType.SQL;
  }

  @Override
  public String getPhysicalLocation() {
    return migration.fileName();
  }

  @Override
  public MigrationExecutor getExecutor() {
    return this;
  }

  @Override
  public boolean checksumMatches(Integer other) {
    return other != null && other == migration.checksum();
  }

  @Override
  public boolean checksumMatchesWithoutBeingIdentical(Integer other) {
    return false;
  }
}
