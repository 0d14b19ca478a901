package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The score, on cases of our own and on the corpus where that is there. */
final class CorpusIT {
  private static final String CASES =
      """
      {"id": "asks", "sql": "ALTER TABLE t ALTER v TYPE text", "pg": 18, "tx": "file", "needs": "catalog", "setup": "CREATE TABLE t (v varchar(5))", "scope": ["changing-column-type"], "expect": []}
      {"id": "hit", "sql": "DROP TABLE t", "pg": 18, "tx": "file", "scope": ["ban-drop-table"], "expect": ["ban-drop-table"]}
      {"id": "style", "sql": "SELECT 1", "pg": 18, "tx": "none", "scope": ["status-column-unindexed"], "expect": ["status-column-unindexed"]}
      {"id": "alarm", "sql": "DROP TABLE t", "pg": 18, "tx": "none", "scope": ["ban-drop-table"], "expect": []}
      {"id": "missed", "sql": "SELECT 1", "pg": 18, "tx": "none", "scope": ["ban-drop-table"], "expect": ["ban-drop-table"]}
      {"id": "disputed", "sql": "SELECT 1", "pg": 18, "tx": "none", "scope": ["ban-drop-table"], "expect": ["ban-drop-table"], "disputed": "why"}
      """;

  @Test
  void countsHitsMissesAndFalseAlarms(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cases.jsonl"), CASES);
    Corpus.Score score = Corpus.score(file);
    assertThat(score.misses())
        .containsExactly(
            new Corpus.Miss("alarm", "ban-drop-table", true),
            new Corpus.Miss("missed", "ban-drop-table", false));
    assertThat(score.lastLine())
        .isEqualTo("cases=5 precision=0.500 recall=0.500 false_alarms=1 missed=1");
  }

  @Test
  void theCorpusIsJudgedWell() throws IOException {
    var file = Shared.file("corpus/ddl-safety.jsonl");
    if (file.isPresent()) {
      Corpus.Score score = Corpus.score(file.get());
      assertThat(score.precision()).as(score.lastLine()).isGreaterThanOrEqualTo(0.95);
      assertThat(score.recall()).as(score.lastLine()).isGreaterThanOrEqualTo(0.95);
    }
  }
}
