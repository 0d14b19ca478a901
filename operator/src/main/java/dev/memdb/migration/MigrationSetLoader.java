package dev.memdb.migration;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Interim. */
public final class MigrationSetLoader {
  private static final Pattern NAME = Pattern.compile("V([0-9._]+)__(.*)\\.sql");

  public LoadResult load(Map<String, Map<String, byte[]>> sources) {
    List<Migration> migrations = new ArrayList<>();
    List<SetProblem> problems = new ArrayList<>();
    String digest = "";
    for (Map<String, byte[]> files : sources.values()) {
      for (Map.Entry<String, byte[]> e : files.entrySet()) {
        Matcher m = NAME.matcher(e.getKey());
        if (!m.matches() || e.getKey().endsWith(".verify.sql")) {
          continue;
        }
        String sql = new String(e.getValue(), StandardCharsets.UTF_8);
        digest += sha(sql);
        try {
          List<Statement> s = SqlParser.shared().parse(sql);
          boolean tx =
              s.stream().noneMatch(x -> x.tree().toString().contains("\"concurrent\":true"));
          CRC32 crc = new CRC32();
          sql.lines().forEach(l -> crc.update(l.getBytes(StandardCharsets.UTF_8)));
          migrations.add(
              new Migration(
                  Version.of(m.group(1)),
                  m.group(2).replace('_', ' '),
                  e.getKey(),
                  sql,
                  tx,
                  s,
                  null,
                  sha(sql),
                  (int) crc.getValue()));
        } catch (SqlSyntaxException x) {
          problems.add(new SetProblem(e.getKey(), 0, x.getMessage()));
        }
      }
    }
    migrations.sort(Comparator.comparing(Migration::version));
    return problems.isEmpty()
        ? new LoadResult.Loaded(
            new MigrationSet(
                String.join(", ", sources.keySet()), "sha256:" + sha(digest), migrations))
        : new LoadResult.Refused(problems);
  }

  private static String sha(String s) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(s.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
