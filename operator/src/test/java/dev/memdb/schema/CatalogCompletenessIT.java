package dev.memdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.postgres.SqlText;
import dev.memdb.testkit.PostgresServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing in the catalogs is overlooked: {@code columns.txt} says of each column what becomes of
 * it.
 */
class CatalogCompletenessIT {
  private static final Pattern LINE =
      Pattern.compile("(\\w+) (hashed|selects|by \\w+|ignored, .+?): (.+)");
  private static final String CATALOGS =
      """
      SELECT c.relname || '.' || a.attname
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relkind = 'r' AND c.relnamespace = 'pg_catalog'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
      """;

  /** What the list says of one column. */
  private record Entry(String catalog, String column, String how) {
    String wordInSql() {
      return how.startsWith("by ") ? how.substring("by ".length()) : column;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void everyColumnOfEveryCatalogIsInTheList(int major) {
    Set<String> listed = new HashSet<>();
    entries().forEach(e -> listed.add(e.catalog() + "." + e.column()));

    assertThat(PostgresServer.shared(major).admin().column(CATALOGS))
        .isNotEmpty()
        .allMatch(
            c -> listed.contains(c) || listed.contains(c.substring(0, c.indexOf('.')) + ".*"));
  }

  @Test
  void theListNamesNothingTwiceAndNothingThatIsNotThere() {
    Set<String> real = new HashSet<>();
    for (int major : List.of(14, 18)) {
      for (String column : PostgresServer.shared(major).admin().column(CATALOGS)) {
        real.add(column);
        real.add(column.substring(0, column.indexOf('.')) + ".*");
      }
    }
    List<String> listed = entries().stream().map(e -> e.catalog() + "." + e.column()).toList();

    assertThat(listed).doesNotHaveDuplicates().allMatch(real::contains);
  }

  @Test
  void whatTheListCallsHashedIsInTheStatement() {
    Set<String> words = new TreeSet<>();
    for (int major : List.of(14, 18)) {
      Matcher word = Pattern.compile("\\w+").matcher(CatalogSql.text(major, List.of("app")));
      while (word.find()) {
        words.add(word.group());
      }
    }
    List<Entry> read = entries().stream().filter(e -> !e.how().startsWith("ignored")).toList();

    assertThat(read).hasSizeGreaterThan(300);
    assertThat(read.stream().filter(e -> !words.contains(e.wordInSql()))).isEmpty();
  }

  private static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (String line :
        SqlText.resource(CatalogCompletenessIT.class, "columns.txt").lines().toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        Matcher matcher = LINE.matcher(line);
        assertThat(matcher.matches()).as("%s", line).isTrue();
        for (String column : matcher.group(3).split(" ", -1)) {
          entries.add(new Entry(matcher.group(1), column, matcher.group(2)));
        }
      }
    }
    return entries;
  }
}
