package dev.memdb.api;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every mistake that the API server refuses. */
final class Mistakes {
  private static final String A_NAME_OF_A_SECRET =
      "this cannot be the name of a Secret: use lower-case letters, digits, - and .";
  private static final String STAGING = "spec/environments/0";
  private static final String PRODUCTION = "spec/environments/1";

  /** A mistake, what the API server says to it, and how it is right. */
  static final List<Mistake> ALL =
      List.of(
          mistake("metadata/name", "a".repeat(41), "a".repeat(40))
              .saying("the name of a MemoryDatabase has at most 40 characters"),
          mistake(
                  "spec",
                  null,
                  "{targetVersion: '7', migrations: {bundled: memory-core}, schemas: [m],"
                      + " environments: [{name: a, connection: {secretRef: {name: a}}}]}")
              .saying("spec: Required value"),

          // targetVersion
          mistake("spec/targetVersion", null, "'7'").saying("spec.targetVersion: Required value"),
          mistake("spec/targetVersion", "7", "'7'").saying("must be of type string"),
          mistake("spec/targetVersion", "v7", "'2.10.3'")
              .saying("targetVersion is made of digits and dots, like \"7\" or \"2.1\""),
          mistake("spec/targetVersion", "'7; DROP SCHEMA memory'", "'07'")
              .saying("targetVersion is made of digits and dots"),
          mistake("spec/targetVersion", "'" + "1".repeat(51) + "'", "'" + "1".repeat(50) + "'")
              .saying("spec.targetVersion: Too long: may not be more than 50 bytes"),

          // migrations
          mistake("spec/migrations", null, "{bundled: memory-core}")
              .saying("spec.migrations: Required value"),
          mistake("spec/migrations", "{}", "{bundled: memory-core}")
              .saying(
                  "name exactly one source: either migrations.bundled or migrations.configMaps"),
          mistake(
                  "spec/migrations",
                  "{bundled: memory-core, configMaps: [{name: a}]}",
                  "{configMaps: [{name: a}]}")
              .saying(
                  "name exactly one source: either migrations.bundled or migrations.configMaps"),
          mistake("spec/migrations", "{bundled: ../secrets}", "{bundled: memory-core-pgvector}")
              .saying("migrations.bundled is the name of a set that ships with the operator"),
          mistake("spec/migrations", "{configMaps: []}", "{configMaps: [{name: a}]}")
              .saying("spec.migrations.configMaps in body should have at least 1 items"),
          mistake(
                  "spec/migrations",
                  "{configMaps: " + list(17, "{name: m%d}") + "}",
                  "{configMaps: " + list(16, "{name: m%d}") + "}")
              .saying("spec.migrations.configMaps: Too many: 17: must have at most 16 items"),
          mistake(
                  "spec/migrations",
                  "{configMaps: [{name: a}, {name: b}, {name: a}]}",
                  "{configMaps: [{name: a}, {name: b}]}")
              .saying("migrations.configMaps names the same ConfigMap twice"),
          mistake(
                  "spec/migrations",
                  "{configMaps: [{name: My_Map}]}",
                  "{configMaps: [{name: my.map}]}")
              .saying("this cannot be the name of a ConfigMap"),

          // schemas
          mistake("spec/schemas", "[]", "[memory]")
              .saying("spec.schemas in body should have at least 1 items"),
          mistake("spec/schemas", list(17, "s%d"), list(16, "s%d"))
              .saying("spec.schemas: Too many: 17: must have at most 16 items"),
          mistake("spec/schemas", "[memory, memory]", "[memory, audit]")
              .saying("spec.schemas[1]: Duplicate value: \"memory\""),
          mistake("spec/schemas", "[Memory]", "[_memory_2]")
              .saying("a schema's name is made of lower-case letters, digits and _"),
          mistake("spec/schemas", "['a\"; DROP SCHEMA b; --']", "[a]")
              .saying("a schema's name is made of lower-case letters, digits and _"),
          mistake("spec/schemas", "[" + "s".repeat(64) + "]", "[" + "s".repeat(63) + "]")
              .saying("spec.schemas[0]: Too long: may not be more than 63 bytes"),
          mistake("spec/schemas", "[memdb]", "[memdb2]").saying("memdb belongs to the operator"),
          mistake("spec/schemas", "[a, pg_catalog]", "[a, pgcatalog]")
              .saying("information_schema and pg_* belong to PostgreSQL"),
          mistake("spec/schemas", "[information_schema]", "[information]")
              .saying("information_schema and pg_* belong to PostgreSQL"),

          // environments
          mistake("spec/environments", "[]", "[{name: a, connection: {secretRef: {name: a}}}]")
              .saying("spec.environments in body should have at least 1 items"),
          mistake("spec/environments", chain(17), chain(16))
              .saying("spec.environments: Too many: 17: must have at most 16 items"),
          mistake(STAGING + "/name", "Staging", "staging")
              .saying("an environment's name is made of lower-case letters, digits and -"),
          mistake(STAGING + "/name", "production", "staging")
              .saying("spec.environments[1]: Duplicate value: {\"name\":\"production\"}"),
          mistake("spec/environments/1/name", "p".repeat(31), "p".repeat(30))
              .saying("spec.environments[1].name: Too long: may not be more than 30 bytes"),
          mistake(STAGING + "/mode", "Watch", "Observe")
              .saying("Unsupported value: \"Watch\": supported values: \"Migrate\", \"Observe\""),

          // connection
          mistake(STAGING + "/connection", null, "{secretRef: {name: a}}")
              .saying("spec.environments[0].connection: Required value"),
          mistake(STAGING + "/connection", "{}", "{secretRef: {name: a}}")
              .saying("spec.environments[0].connection.secretRef: Required value"),
          mistake(STAGING + "/connection/secretRef", "{}", "{name: a}")
              .saying("spec.environments[0].connection.secretRef.name: Required value"),
          mistake(STAGING + "/connection/secretRef/name", "my secret", "my-secret.v2")
              .saying(A_NAME_OF_A_SECRET),
          mistake(STAGING + "/connection/secretRef/name", "recall-production", "recall-other")
              .saying("two environments name the same Secret: each needs a database of its own"),
          mistake(STAGING + "/connection/tls", "{mode: prefer}", "{mode: require}")
              .saying("Unsupported value: \"prefer\": supported values: \"disable\", \"require\""),
          mistake(
                  STAGING + "/connection/tls",
                  "{mode: verify-full}",
                  "{mode: verify-full, caSecretRef: {name: ca, key: ca.crt}}")
              .saying("tls.mode verify-ca and verify-full need tls.caSecretRef"),
          mistake(
                  STAGING + "/connection/tls",
                  "{caSecretRef: {name: CA, key: ca.crt}}",
                  "{caSecretRef: {name: ca, key: ca.crt}}")
              .saying(A_NAME_OF_A_SECRET),
          mistake(
                  STAGING + "/connection/tls",
                  "{caSecretRef: {name: ca, key: ../ca}}",
                  "{caSecretRef: {name: ca, key: tls_CA.crt}}")
              .saying("this cannot be a key of a Secret: use letters, digits, -, _ and ."),
          mistake(STAGING + "/connection/tls", "{caSecretRef: {name: ca}}", "{mode: disable}")
              .saying("spec.environments[0].connection.tls.caSecretRef.key: Required value"),

          // promotion
          mistake(PRODUCTION + "/promotion", null, "{after: [staging]}")
              .saying("exactly one environment goes first: give every other one a promotion.after"),
          mistake(PRODUCTION + "/promotion", "{}", "{after: [staging]}")
              .saying("exactly one environment goes first"),
          mistake(PRODUCTION + "/promotion", "{after: []}", "{after: [staging]}")
              .saying("exactly one environment goes first"),
          mistake(PRODUCTION + "/promotion", "{after: [stagging]}", "{after: [staging]}")
              .saying("promotion.after names an environment that this resource does not have"),
          mistake(PRODUCTION + "/promotion", "{after: [staging, production]}", "{after: [staging]}")
              .saying("promotion.after: an environment cannot wait for itself"),
          mistake(STAGING + "/promotion", "{after: [production]}", "{after: []}")
              .saying("promotion.after: two environments wait for each other"),
          mistake(PRODUCTION + "/promotion", "{after: [staging, staging]}", "{after: [staging]}")
              .saying("spec.environments[1].promotion.after[1]: Duplicate value: \"staging\""),
          mistake(
                  PRODUCTION + "/promotion",
                  "{after: " + list(9, "e%d") + "}",
                  "{after: [staging]}")
              .saying(
                  "spec.environments[1].promotion.after: Too many: 9: must have at most 8 items"),

          // durations
          mistake("spec/locking", "{lockTimeout: 0s}", "{lockTimeout: 1ms}")
              .saying("locking.lockTimeout is a duration from 1ms to 10m, like 300ms"),
          mistake("spec/locking", "{lockTimeout: 11m}", "{lockTimeout: 9m59s}")
              .saying("locking.lockTimeout is a duration from 1ms to 10m, like 300ms"),
          mistake("spec/locking", "{lockTimeout: 300}", "{lockTimeout: 300ms}")
              .saying("must be of type string"),
          mistake("spec/locking", "{lockTimeout: 1.5s}", "{lockTimeout: 1500ms}")
              .saying("locking.lockTimeout is a duration from 1ms to 10m, like 300ms"),
          mistake("spec/locking", "{statementTimeout: 999ms}", "{statementTimeout: 1s}")
              .saying("locking.statementTimeout is a duration from 1s to 168h, like 15m"),
          mistake("spec/locking", "{statementTimeout: 999999h999999h}", "{statementTimeout: 168h}")
              .saying("locking.statementTimeout is a duration from 1s to 168h, like 15m"),
          mistake("spec/locking", "{writerWait: forever}", "{writerWait: 0s}")
              .saying("locking.writerWait is a duration up to 1h, like 30s"),
          mistake("spec/locking", "{writerWait: 61m}", "{writerWait: 60m}")
              .saying("locking.writerWait is a duration up to 1h, like 30s"),
          mistake("spec/parity", "{interval: 9s}", "{interval: 10s}")
              .saying("parity.interval is a duration from 10s to 24h, like 5m"),
          mistake("spec/parity", "{interval: 1000000s}", "{interval: 24h}")
              .saying("parity.interval is a duration from 10s to 24h, like 5m"),
          mistake("spec/parity", "{interval: '" + "1h".repeat(11) + "'}", "{interval: 1h1h}")
              .saying("spec.parity.interval: Too long: may not be more than 20 bytes"),
          // backfill
          mistake("spec/backfill", "{runIn: Pod}", "{runIn: Operator}")
              .saying("Unsupported value: \"Pod\": supported values: \"Job\", \"Operator\""),
          mistake("spec/backfill", "{batchDuration: 4ms}", "{batchDuration: 5ms}")
              .saying("backfill.batchDuration is a duration from 5ms to 10s, like 50ms"),
          mistake("spec/backfill", "{maxDutyPercent: 0}", "{maxDutyPercent: 100}")
              .saying("spec.backfill.maxDutyPercent in body should be greater than or equal to 1"),
          mistake("spec/backfill", "{maxReplicaLag: 64MB}", "{maxReplicaLag: 64Mi}")
              .saying("backfill.maxReplicaLag is a size in Ki, Mi or Gi, like 64Mi"),
          mistake("spec/backfill", "{workers: 17}", "{workers: 16}")
              .saying("spec.backfill.workers in body should be less than or equal to 16"),
          mistake(
                  PRODUCTION + "/backfill",
                  "{batchDuration: 11s}",
                  "{pod: {resources: {limits: {cpu: 1, memory: 256Mi}}}}")
              .saying("backfill.batchDuration is a duration from 5ms to 10s, like 50ms"),
          mistake("spec/parity", "{onDrift: Prevent}", "{onDrift: Report}")
              .saying("Unsupported value: \"Prevent\": supported values: \"Block\", \"Report\""));

  private Mistakes() {}

  private static String list(int count, String entry) {
    return IntStream.range(0, count)
        .mapToObj(entry::formatted)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Environments that follow one another. */
  private static String chain(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{name: e%d, connection: {secretRef: {name: s%d}}, promotion: {after: [%s]}}"
                    .formatted(i, i, i == 0 ? "" : "e" + (i - 1)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static Mistake mistake(String path, String wrong, String right) {
    return new Mistake(path, wrong, right, "");
  }
}
