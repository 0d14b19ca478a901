package dev.memdb.migration;

import dev.memdb.sql.Inspection;
import dev.memdb.sql.Objection;
import dev.memdb.sql.Queries;
import dev.memdb.sql.Statement;
import dev.memdb.sql.StatementInspector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the migrations of a set in the order in which they run, each with its verification. */
final class MigrationReader {
  private final Map<String, byte[]> files;
  private final Map<String, String> verifications;
  private final Problems problems;
  private final StatementInspector inspector = new StatementInspector();

  /**
   * @param verifications the files that verify, by the name of their migration without suffix
   */
  MigrationReader(Map<String, byte[]> files, Map<String, String> verifications, Problems problems) {
    this.files = files;
    this.verifications = new HashMap<>(verifications);
    this.problems = problems;
  }

  /** Reads the next migration; what is found at fault is among the problems. */
  Optional<Migration> read(FileName name) {
    byte[] content = files.get(name.text());
    return name.isBackfill() ? backfill(name, content) : sql(name, content);
  }

  private Optional<Migration> sql(FileName name, byte[] content) {
    Optional<SqlFile> file = SqlFile.read(name.text(), content, problems);
    boolean transactional = file.map(f -> isTransactional(name, f.statements())).orElse(true);
    Verification verification = verification(name, transactional);
    return file.map(
        f ->
            migration(
                name,
                content,
                f.text(),
                transactional,
                f.statements().stream().map(Statement::withoutRows).toList(),
                verification,
                null));
  }

  private Optional<Migration> backfill(FileName name, byte[] content) {
    Verification verification = verification(name, false); // it scans the data of one
    return SqlFile.text(name.text(), content, problems)
        .flatMap(
            text ->
                BackfillFile.read(name.text(), text, problems)
                    .map(
                        spec ->
                            migration(name, content, text, true, List.of(), verification, spec)));
  }

  private static Migration migration(
      FileName name,
      byte[] content,
      String text,
      boolean transactional,
      List<Statement> statements,
      Verification verification,
      BackfillSpec backfill) {
    return new Migration(
        name.version(),
        name.description(),
        name.text(),
        text,
        transactional,
        statements,
        verification,
        Digests.sha256(content),
        FlywayChecksum.of(text),
        backfill);
  }

  /** To be called last: a verification that no migration asked for verifies nothing. */
  void reportUnusedVerifications(List<FileName> migrations) {
    verifications.forEach(
        (base, file) -> {
          Version version = FileName.of(file).version();
          String advice =
              migrations.stream()
                  .filter(m -> m.version().equals(version))
                  .findFirst()
                  .map(m -> "name it " + m.base() + FileName.VERIFY)
                  .orElse("add it, or take this file out of the set");
          problems.add(
              file, "there is no " + base + FileName.SQL + " that it could verify; " + advice);
        });
  }

  private boolean isTransactional(FileName name, List<Statement> statements) {
    boolean transactional = true;
    for (Statement statement : statements) {
      Inspection inspection = inspector.inspect(statement);
      inspection.objections().forEach(o -> problems.add(name.text(), o.line(), o.message()));
      if (inspection.transactional()) {
        continue;
      }
      transactional = false;
      if (statements.size() > 1) {
        problems.add(
            name.text(),
            statement.line(),
            inspection.outsideTransaction()
                + " cannot run in a transaction. Give it a file of its own, for only a file of one"
                + " statement can run without.");
      }
    }
    return transactional;
  }

  private Verification verification(FileName name, boolean transactional) {
    String file = verifications.remove(name.base());
    if (file == null) {
      return null;
    }
    Optional<SqlFile> read = SqlFile.read(file, files.get(file), problems);
    if (read.isEmpty()) {
      return null;
    }
    List<Statement> queries = read.get().statements();
    for (Statement query : queries) {
      Queries.objection(query)
          .map(message -> List.of(new Objection(query.line(), message)))
          .orElseGet(() -> inspector.inspect(query).objections())
          .forEach(o -> problems.add(file, o.line(), o.message()));
    }
    boolean catalogsOnly = queries.stream().allMatch(Queries::readOnlyCatalogs);
    return new Verification(
        file, queries.stream().map(Statement::withoutRows).toList(), transactional && catalogsOnly);
  }
}
