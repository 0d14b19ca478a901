package dev.memdb.apply;

import dev.memdb.migration.LoadResult;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.MigrationSetLoader;
import dev.memdb.migration.Verification;
import dev.memdb.migration.Version;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Migration sets for tests: from the texts of files, or by hand where the loader would refuse. */
final class Sets {
  private static final String FROM = "ConfigMap test";

  private Sets() {}

  /**
   * As the operator would load them.
   *
   * @param namesAndTexts {@code "V1__a.sql", "CREATE …", "V2__b.sql", …}
   */
  static MigrationSet of(String... namesAndTexts) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    LoadResult result = new MigrationSetLoader().load(FROM, files);
    if (result instanceof LoadResult.Loaded loaded) {
      return loaded.set();
    }
    throw new IllegalArgumentException(result.toString());
  }

  /** A set of migrations made by hand, ascending. */
  static MigrationSet of(List<Migration> migrations) {
    return new MigrationSet(FROM, "sha256:by-hand", migrations);
  }

  /** Past the loader: whatever the statements are, and however they are to be run. */
  static Migration byHand(String fileName, boolean transactional, String... statements) {
    String sql = String.join(";\n", statements);
    return new Migration(
        Version.of(fileName.substring(1, fileName.indexOf("__"))),
        fileName.substring(fileName.indexOf("__") + 2, fileName.length() - ".sql".length()),
        fileName,
        sql,
        transactional,
        parse(sql),
        null,
        Integer.toHexString(sql.hashCode()),
        sql.hashCode(),
        null);
  }

  /** The same migration with a verification. */
  static Migration verified(Migration m, boolean insideTransaction, String... queries) {
    String sql = String.join(";\n", queries);
    return new Migration(
        m.version(),
        m.description(),
        m.fileName(),
        m.sql(),
        m.transactional(),
        m.statements(),
        new Verification(
            m.fileName().replace(".sql", ".verify.sql"), parse(sql), insideTransaction),
        m.sha256(),
        m.checksum(),
        m.backfill());
  }

  private static List<Statement> parse(String sql) {
    try {
      return new ArrayList<>(SqlParser.shared().parse(sql));
    } catch (SqlSyntaxException e) {
      throw new IllegalArgumentException(sql, e);
    }
  }
}
