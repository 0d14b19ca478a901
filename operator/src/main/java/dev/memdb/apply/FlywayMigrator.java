package dev.memdb.apply;

import dev.memdb.migration.Migration;
import dev.memdb.migration.Version;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Flyway in the fenced session: it keeps order, history, checksums and commits; the statements
 * themselves are run by {@link Script}. Its own lock stays off: it would need a second connection,
 * and {@code CREATE INDEX CONCURRENTLY} would wait for it for ever.
 */
final class FlywayMigrator {
  private final FencedDataSource session;
  private final ScriptRunner scripts;

  FlywayMigrator(FencedDataSource session, ScriptRunner scripts) {
    this.session = session;
    this.scripts = scripts;
  }

  /** Runs one file, in a transaction or alone. */
  interface ScriptRunner {
    void run(Migration migration);
  }

  /**
   * Applies what is missing, up to and including a version. Flyway takes them for one transaction;
   * each is its own all the same: {@link FencedTemplate} commits it together with its history row.
   *
   * @param migrations all inside transactions, or all outside
   */
  void migrate(List<Migration> migrations, Version upTo) {
    FluentConfiguration configuration =
        Flyway.configure(FlywayMigrator.class.getClassLoader())
            .dataSource(session)
            .schemas("memdb")
            .defaultSchema("memdb")
            .table("history")
            .createSchemas(false)
            .skipDefaultResolvers(true)
            .resolvers(new SetResolver(migrations))
            .javaMigrationClassProvider(List::of)
            .target(MigrationVersion.fromVersion(upTo.text()))
            .placeholderReplacement(false)
            .mixed(false)
            .group(true) // one look at all that is pending, instead of one in front of each file
            .outOfOrder(false)
            .validateOnMigrate(false) // the history is checked by us, before: more, and in words
            .cleanDisabled(true)
            .baselineOnMigrate(false)
            .skipDefaultCallbacks(true)
            .lockRetryCount(0) // static in Flyway: one value for the whole process
            .installedBy("memdb")
            .loggers("slf4j");
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    configuration.load().migrate();
  }

  private final class SetResolver implements MigrationResolver {
    private final List<Migration> migrations;

    SetResolver(List<Migration> migrations) {
      this.migrations = migrations;
    }

    @Override
    public Collection<ResolvedMigration> resolveMigrations(Context context) {
      return migrations.stream()
          .map(m -> (ResolvedMigration) new ResolvedScript(m, scripts))
          .toList();
    }
  }
}
