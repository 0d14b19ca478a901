package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatMachineTest {

  @Test
  void itAnswersAsChicorysOwnInterpreterDoes() throws Exception {
    var ours = new PgQuery();
    var chicorys = new PgQuery(LibPgQuery.load(), LibPgQuery::create);
    for (String sql : samples()) {
      byte[] utf8 = sql.getBytes(StandardCharsets.UTF_8);
      assertThat(ours.parse(utf8)).as(sql).isEqualTo(chicorys.parse(utf8));
      if (sql.contains("plpgsql")) {
        assertThat(ours.parsePlpgsql(utf8)).as(sql).isEqualTo(chicorys.parsePlpgsql(utf8));
      }
    }
  }

  private static List<String> samples() throws SqlSyntaxException {
    var samples = new ArrayList<String>();
    for (String script : Scripts.all()) {
      SqlParser.shared().parse(script).forEach(s -> samples.add(s.text()));
    }
    var mutations = new Mutations(1, List.copyOf(samples));
    for (int i = 0; i < 100; i++) {
      var script = new Script(mutations.next());
      if (script.firstForbidden() < 0) {
        samples.add(new String(script.utf8(), StandardCharsets.UTF_8));
      }
    }
    return samples;
  }
}
