package dev.memdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code memdb new backfill} with what it cannot use: it says so, and writes nothing. */
class NewBackfillMistakesTest {
  @TempDir Path dir;

  private NewBackfill command;

  @BeforeEach
  void prepare() {
    command = new NewBackfill(dir);
  }

  @ParameterizedTest(name = "{0} {1}, {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=x      | a=int  | b=a + 1 | b=int  | b is made of a, which has no value yet
          a=x      | a=int  | a=y     | a=int  | a comes twice
          a=x      | a=int  | b=y     | int    | does not say of which --set it is the type
          a=x      | a=int  | b=y     | c=int  | does not say of which --set it is the type
          a=x      | a=int  | b=y     | a=text | b has none, so it is there already
          a=x      | a=int  | b=b + y | b=int  | would be made of itself
          """)
  void whatIsWrongWithSeveralIsSaid(
      String set, String type, String set2, String type2, String message) throws IOException {
    assertThat(
            command.run(
                "--table",
                "app.t",
                "--set",
                set,
                "--type",
                type,
                "--set",
                set2,
                "--type",
                type2,
                "--version",
                "1"))
        .isEqualTo(2);

    assertThat(command.err().toString()).contains(message);
    assertThat(command.files()).isEmpty();
  }

  @Test
  void longNamesThatWouldMeetAreRefused() {
    String a = "c".repeat(60) + "a";
    String b = "c".repeat(60) + "b";
    assertThat(
            command.run(
                "--table",
                "app.t",
                "--set",
                a + "=x",
                "--set",
                b + "=y",
                "--type",
                a + "=int",
                "--type",
                b + "=int",
                "--version",
                "1"))
        .isEqualTo(2);

    assertThat(command.err().toString()).contains("begin alike", "files of its own");
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Files.writeString(dir.resolve("V7__mine.sql"), "SELECT 7;");

    assertThat(command.importance("--version", "5")).isEqualTo(1);

    assertThat(command.files()).containsExactly("V7__mine.sql");
    assertThat(command.err().toString())
        .contains("V7__mine.sql has version 7 already", "--version");
    assertThat(command.importance("--version", "8")).isZero();
    assertThat(command.importance("--version", "8")).isEqualTo(1);
  }

  @Test
  void aDirectoryThatIsNotThereIsSaid() {
    assertThat(command.importance("--dir", dir.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(command.err().toString()).contains("--dir");
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          memories        | a=b                 | int          | 1   | is no table with its schema
          a.b.c           | a=b                 | int          | 1   | is no table with its schema
          a.b; DROP TABLE x | a=b               | int          | 1   | is no table with its schema
          a.b             | length(content)     | int          | 1   | does not begin with a column's name
          a.b             | a b=c               | int          | 1   | does not begin with a column's name
          a.b             | a int, ADD b=c      | int          | 1   | does not begin with a column's name
          a.b             | a=                  | int          | 1   | is not one SQL expression
          a.b             | a=b, c              | int          | 1   | is not one SQL expression
          a.b             | a=1); DROP TABLE x; SELECT (1 | int | 1  | is not one SQL expression
          a.b             | a=(SELECT max(x) FROM y) | int     | 1   | has a subquery
          a.b             | a=b.c               | int          | 1   | without the table: "b.c"
          a.b             | a=length(b)         | int          | 1   | without the table: "b"
          a.b             | a=a + 1             | int          | 1   | would be made of itself
          a.b             | a=c                 | int NOT NULL | 1   | is more than a type
          a.b             | a=c                 | int, ADD d int | 1 | is no type
          a.b             | a=c                 | int          | 0   | is no whole number
          a.b             | a=c                 | int          | 1.5 | is no whole number
          a.b             | a=c                 | int          |     | no migration is in
          """)
  void whatIsWrongIsSaid(String table, String set, String type, String version, String message)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--table", table, "--set", set, "--type", type));
    if (version != null) {
      arguments.addAll(List.of("--version", version));
    }

    assertThat(command.run(arguments.toArray(String[]::new))).isEqualTo(2);

    assertThat(command.err().toString()).contains(message);
    assertThat(command.files()).isEmpty();
  }
}
