package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Each form of DDL on real servers: the linter knows its locks, its scans and its rewrites. */
final class FormsIT {

  @OnEachPostgres
  void theLinterKnowsWhatEachFormDoes(int major) throws SQLException, IOException {
    TestDatabase owned = PostgresServer.shared(major).createDatabase();
    TestDatabase database = PostgresServer.shared(major).adminOf(owned.name());
    String base = resource("forms-base.sql");
    database.execute(base);
    Known known = Known.after(base, major);
    List<String> disagreements = new ArrayList<>();
    int forms = 0;
    try (var witness = new Witness(database)) {
      for (String form : resource("forms.sql").lines().toList()) {
        Scene scene = known.copy().play(form);
        Seen told = Known.seen(scene);
        Seen real = Known.withoutChoices(witness.alone(form), scene);
        forms++;
        if (!told.equals(real)) {
          disagreements.add(form + "\n  real " + real + "\n  told " + told);
        }
      }
    }
    assertThat(disagreements).as(forms + " forms").isEmpty();
  }

  static String resource(String name) throws IOException {
    try (InputStream in = FormsIT.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
