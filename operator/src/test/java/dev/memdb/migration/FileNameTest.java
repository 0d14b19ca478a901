package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {

  @ParameterizedTest
  @CsvSource({
    "V1__a.sql, 1, a",
    "V001__create_memories.sql, 1, create memories",
    "V1_2__a_b__c.sql, 1.2, a b  c",
    "V1.2__a.b.sql, 1.2, a.b",
    "V20260101120000__größe.sql, 20260101120000, größe",
    "V3__x.verify.sql, 3, x",
  })
  void aNameIsVersionAndDescription(String name, String version, String description) {
    FileName parsed = FileName.of(name);
    assertThat(parsed.version()).hasToString(version);
    assertThat(parsed.description()).isEqualTo(description);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V5_x.sql | two underscores stand between version and description: V5__x.sql",
        "V5.sql | two underscores",
        "v5__x.sql | write a capital V: V5__x.sql",
        "R__x.sql | repeatable migrations are not supported",
        "U5__x.sql | undo migrations are not supported",
        "B5__x.sql | baseline migrations are not supported; start with V5__x.sql",
        "5__x.sql | a migration is named V<version>__<description>.sql",
        "beforeMigrate.sql | a migration is named",
        "V5__x.SQL | write its suffix in lower case",
        "V5__x.backfill.yml | write its suffix .backfill.yaml",
        "V5__x.sql.conf | are not read",
        "V5__x.sql.bak | nobody knows what to do",
        "V5__x | nobody knows what to do",
        "README.md | nobody knows what to do",
        "V5__.sql | it has no description",
        "V5___.sql | it has no description",
        "V__x.sql | a version needs at least one digit",
        "V5a__x.sql | \"5a\" is no version",
        "V5..1__x.sql | is no version",
        "V5__a/b.sql | slash",
        ".sql | a migration is named",
        ".verify.sql | a migration is named",
      })
  void anyOtherNameIsRefusedWithWhatToDo(String name, String advice) {
    assertThatThrownBy(() -> FileName.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(advice);
  }

  @Test
  void aNameFitsIntoFlywaysHistory() {
    FileName.of("V1__" + "x".repeat(200) + ".sql");
    assertThatThrownBy(() -> FileName.of("V1__" + "x".repeat(201) + ".sql"))
        .hasMessageContaining("200 characters");
    assertThatThrownBy(() -> FileName.of("V" + "1".repeat(51) + "__x.sql"))
        .hasMessageContaining("50 characters");
    assertThatThrownBy(() -> FileName.of("V1__" + "x".repeat(1000) + ".sql"))
        .hasMessageContaining("1000 characters");
    assertThatThrownBy(() -> FileName.of("V1__x\ny.sql")).hasMessageContaining("control character");
  }
}
