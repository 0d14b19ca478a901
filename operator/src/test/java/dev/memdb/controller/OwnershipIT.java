package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each database belongs to one environment of one resource, whatever it is called. */
class OwnershipIT {
  private static final String CLAIM = "SELECT resource || '/' || environment FROM memdb.claim";
  private static final String LEDGER =
      "SELECT (SELECT count(*) FROM memdb.run) || '/' || (SELECT count(*) FROM memdb.history)"
          + " || '/' || (SELECT n FROM memdb.fence)";

  private static TestNamespace namespace;
  private static TestNamespace elsewhere;
  private static OperatorFixture operator;

  @BeforeAll
  static void start() {
    namespace = TestNamespace.create();
    elsewhere = TestNamespace.create();
    operator = OperatorFixture.start(namespace, elsewhere);
  }

  @AfterAll
  static void stop() {
    operator.close();
    elsewhere.close();
    namespace.close();
  }

  @Test
  void oneDatabaseUnderTwoEntries() {
    TestDatabase one = PostgresServer.shared(18).createDatabase();
    TestDatabase sameByName =
        new TestDatabase("localhost", one.port(), one.name(), one.user(), one.password());
    TestMemoryDatabase mdb = namespace.memoryDatabase("twice", one, sameByName);

    mdb.create("2", Sql.upTo(2)).awaitReason("EnvironmentMismatch");

    assertThat(mdb.message())
        .contains("production", "database of " + namespace.name() + "/twice", "staging")
        .contains("correct connection.secretRef");
    assertThat(one.value(CLAIM)).isEqualTo(namespace.name() + "/twice/staging");
  }

  @Test
  void oneDatabaseInTwoNamespaces() {
    TestMemoryDatabase owner = namespace.memoryDatabase("owner").create("2", Sql.upTo(2));
    owner.awaitReady();
    String ledger = owner.production().value(LEDGER);

    TestMemoryDatabase other =
        elsewhere.memoryDatabase(
            "other", PostgresServer.shared(18).createDatabase(), owner.production());
    other.create("3", Sql.upTo(3)).awaitReason("EnvironmentMismatch");

    assertThat(other.message()).contains(namespace.name() + "/owner", "production");
    assertThat(owner.production().value(LEDGER)).isEqualTo(ledger);
    assertThat(Resources.isReady(owner.get())).isTrue();
  }

  @Test
  void swappedSecrets() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("swapped").create("2", Sql.upTo(3));
    mdb.awaitReady();
    String staging = mdb.staging().value(LEDGER);
    String production = mdb.production().value(LEDGER);

    secrets(mdb, mdb.production(), mdb.staging());
    mdb.target("3");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1");
    mdb.awaitReason("staging", "EnvironmentMismatch");
    mdb.awaitReason("production", "EnvironmentMismatch");

    assertThat(mdb.message()).contains("swapped");
    assertThat(mdb.staging().value(LEDGER)).isEqualTo(staging);
    assertThat(mdb.production().value(LEDGER)).isEqualTo(production);

    secrets(mdb, mdb.staging(), mdb.production());
    mdb.awaitReady();
    assertThat(mdb.staging().value(CLAIM)).endsWith("/swapped/staging");
    assertThat(mdb.production().value(CLAIM)).endsWith("/swapped/production");
  }

  private static void secrets(
      TestMemoryDatabase mdb, TestDatabase staging, TestDatabase production) {
    namespace.apply(Resources.secret(namespace.name(), mdb.name() + "-staging", staging));
    namespace.apply(Resources.secret(namespace.name(), mdb.name() + "-production", production));
  }

  @Test
  void aCopyIsClaimedAnew() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("restored").create("2", Sql.upTo(3));
    mdb.awaitReady();
    TestDatabase copy = copyOf(mdb.production(), mdb.production().name() + "_copy");

    secrets(mdb, copy, mdb.production());
    mdb.target("3").awaitReady();

    assertThat(copy.value(CLAIM)).endsWith("/restored/staging");
    assertThat(copy.value("SELECT max(version) FROM memdb.history")).isEqualTo("3");
    assertThat(mdb.production().value(CLAIM)).endsWith("/restored/production");
    assertThat(mdb.staging().value("SELECT max(version) FROM memdb.history")).isEqualTo("2");
    assertThat(mdb.news()).anyMatch(n -> n.contains("copy") && n.contains("staging"));
  }

  private static TestDatabase copyOf(TestDatabase database, String name) {
    PostgresServer.shared(18)
        .admin()
        .execute(
            "CREATE DATABASE \"%s\" TEMPLATE \"%s\" OWNER \"%s\" STRATEGY FILE_COPY"
                .formatted(name, database.name(), database.user()));
    return new TestDatabase(
        database.host(), database.port(), name, database.user(), database.password());
  }

  /** A look changes nothing; the run that follows it puts the claim back. */
  @Test
  void aClaimThatIsGoneComesBack() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("unclaimed").create("2", Sql.upTo(2));
    mdb.awaitReady();
    String ledger = mdb.production().value("SELECT count(*) FROM memdb.run");

    mdb.production().execute("DELETE FROM memdb.claim");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1");

    mdb.awaitEvent("Healed");
    mdb.awaitReady();
    assertThat(mdb.production().value(CLAIM)).endsWith("/unclaimed/production");
    assertThat(mdb.production().value("SELECT count(*) FROM memdb.run")).isEqualTo(ledger);
    assertThat(mdb.news()).anyMatch(n -> n.contains("claim was gone") && n.contains("production"));
  }

  /** Whoever claims it first has it; the other one says so, whoever it was before. */
  @Test
  void aClaimThatIsGoneIsTakenByOneOfTwo() {
    TestMemoryDatabase owner = namespace.memoryDatabase("former").create("2", Sql.upTo(2));
    owner.awaitReady();
    owner.patch("{\"spec\":{\"suspend\":true}}").awaitReason("Suspended"); // only looked at
    owner.production().execute("DELETE FROM memdb.claim");
    TestMemoryDatabase other =
        elsewhere.memoryDatabase(
            "latter", PostgresServer.shared(18).createDatabase(), owner.production());
    other.create("2", Sql.upTo(2)).awaitReady();
    assertThat(owner.production().value(CLAIM)).endsWith("/latter/production");

    owner.patch("{\"spec\":{\"suspend\":false}}");
    owner.annotate(MemoryDatabase.REQUESTED_AT, "1");
    owner.awaitReason("production", "EnvironmentMismatch");

    assertThat(owner.environment("production").note()).contains("/latter");
    assertThat(owner.production().value(CLAIM)).endsWith("/latter/production");
    assertThat(Resources.isReady(other.get())).isTrue();
  }

  /** The way that docs/failure-modes.md gives under ClaimedElsewhere. */
  @Test
  void aClaimFromElsewhereThatIsRemovedIsReplaced() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("moved").create("2", Sql.upTo(2));
    mdb.awaitReady();
    mdb.production().execute("UPDATE memdb.claim SET cluster = 'another'");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReason("ClaimedElsewhere");

    mdb.production().execute("DELETE FROM memdb.claim");

    mdb.awaitReady();
    assertThat(mdb.production().value(CLAIM)).endsWith("/moved/production");
  }

  @Test
  void aLowerTargetIsNoError() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("ahead").create("3", Sql.upTo(3));
    mdb.awaitReady();

    mdb.target("2").awaitReason("AheadOfTarget");

    assertThat(Resources.isReady(mdb.get())).isTrue();
    assertThat(mdb.message()).contains("only roll forward", "nothing is undone");
    mdb.awaitEvent("AheadOfTarget");
    assertThat(mdb.events())
        .filteredOn(e -> e.getReason().equals("AheadOfTarget"))
        .singleElement()
        .satisfies(e -> assertThat(e.getType()).isEqualTo("Warning"))
        .satisfies(e -> assertThat(e.getCount()).isEqualTo(1));
    assertThat(mdb.staging().column("SELECT version FROM memdb.history ORDER BY 1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void anUnknownVersion() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("unknown").create("2", Sql.upTo(3));
    mdb.awaitReady();
    mdb.staging()
        .execute(
            "INSERT INTO memdb.history SELECT 99, '99', 'by hand', type, 'V99__by_hand.sql', 1,"
                + " installed_by, now(), 0, true FROM memdb.history LIMIT 1");

    mdb.target("3").awaitReason("UnknownVersion");

    assertThat(mdb.message()).contains("version 99", "the ledger does not know");
    assertThat(mdb.staging().column("SELECT version FROM memdb.history ORDER BY installed_rank"))
        .containsExactly("1", "2", "99");
    assertThat(mdb.environment("production").version()).isEqualTo("2");
  }
}
