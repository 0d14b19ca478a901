package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BuiltinFunctionsIT {
  /**
   * No form of them may be volatile; the XML exports read the table that they are given; and what
   * takes or gives back PostgreSQL's inner types cannot be called in SQL, or is there for casts.
   */
  private static final String HARMLESS =
      """
      SELECT proname FROM pg_catalog.pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      GROUP BY proname
      HAVING bool_and(provolatile <> 'v') AND proname !~ '^(cursor|table|schema|database)_to_xml'
         AND NOT bool_or(prorettype IN ('internal'::regtype, 'cstring'::regtype, 'trigger'::regtype)
                         OR 'internal'::regtype = ANY (proargtypes)
                         OR 'cstring'::regtype = ANY (proargtypes))
      """;

  @Test
  void theListIsThatOfTheOldestAndTheNewestServer() {
    Set<String> both = namesOn(14);
    both.retainAll(namesOn(18));
    assertThat(String.join(" ", new TreeSet<>(BuiltinFunctions.names())))
        .isEqualTo(String.join(" ", both));
  }

  private static Set<String> namesOn(int major) {
    return new TreeSet<>(PostgresServer.shared(major).createDatabase().column(HARMLESS));
  }
}
