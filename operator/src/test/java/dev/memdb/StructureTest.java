package dev.memdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may enter which package; the package-info files say why. */
@AnalyzeClasses(
    packages = "dev.memdb",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      StructureTest.WithoutGeneratedClasses.class
    })
public final class StructureTest {
  private static final String[] DATABASE = {"java.sql..", "javax.sql..", "org.postgresql.."};
  private static final String[] KUBERNETES = {
    "io.fabric8.kubernetes.client..", "io.javaoperatorsdk.."
  };

  /** The parser's classes, which the build makes of WebAssembly. */
  public static final class WithoutGeneratedClasses implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("PgQueryModule") && !location.contains("PgQueryMachine");
    }
  }

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("dev.memdb.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule resourceTypesKnowNothingOfUs =
      noClasses()
          .that()
          .resideInAPackage("dev.memdb.api..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are ours and not api",
                  c ->
                      c.getPackageName().startsWith("dev.memdb.")
                          && !c.getPackageName().startsWith("dev.memdb.api")));

  @ArchTest
  static final ArchRule planStatusAndSafetyArePure =
      noClasses()
          .that()
          .resideInAnyPackage("dev.memdb.plan..", "dev.memdb.status..", "dev.memdb.safety..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "org.postgresql..",
              "org.flywaydb..",
              "io.fabric8.kubernetes.client..",
              "io.javaoperatorsdk..",
              "java.net..",
              "java.nio.file..");

  @ArchTest
  static final ArchRule safetyKnowsMigrationsAndNothingElseOfUs =
      noClasses()
          .that()
          .resideInAPackage("dev.memdb.safety..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are ours and neither safety, migration nor sql",
                  c ->
                      c.getPackageName().startsWith("dev.memdb.")
                          && !c.getPackageName()
                              .matches("dev\\.memdb\\.(safety|migration|sql)(\\..*)?")));

  @ArchTest
  static final ArchRule onlyTheEngineSpeaksToDatabases =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.memdb.postgres..",
              "dev.memdb.ledger..",
              "dev.memdb.schema..",
              "dev.memdb.apply..",
              "dev.memdb.backfill..",
              "dev.memdb.observe..",
              "dev.memdb.controller..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DATABASE);

  @ArchTest
  static final ArchRule onlyApplyKnowsFlyway =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.memdb.apply..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.flywaydb..");

  /** What is worth a metric is decided in one place; the others wire it. */
  @ArchTest
  static final ArchRule onlyReportKnowsMetrics =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.memdb.report..", "dev.memdb.controller..", "dev.memdb.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.prometheus..", "io.micrometer..");

  @ArchTest
  static final ArchRule onlyTheOuterPackagesSpeakToKubernetes =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.memdb.api..",
              "dev.memdb.observe..",
              "dev.memdb.controller..",
              "dev.memdb.report..",
              "dev.memdb.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(KUBERNETES);
}
