package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BuiltinFunctionsIT {
  /** No form of them may be volatile; the XML exports read the table that they are given. */
  private static final String HARMLESS =
      """
      SELECT proname FROM pg_catalog.pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      GROUP BY proname
      HAVING bool_and(provolatile <> 'v') AND proname !~ '^(cursor|table|schema|database)_to_xml'
      """;

  @Test
  void theListIsThatOfTheOldestAndTheNewestServer() {
    Set<String> both = new TreeSet<>(namesOn(14));
    both.retainAll(namesOn(18));
    assertThat(new TreeSet<>(BuiltinFunctions.names())).isEqualTo(both);
  }

  private static Set<String> namesOn(int major) {
    return new TreeSet<>(PostgresServer.shared(major).createDatabase().column(HARMLESS));
  }
}
