package dev.memdb.safety;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tables that an earlier one of the judged files makes count as empty, for the files are taken to
 * run together. Where some have run long ago that is wrong, and has to be said once.
 */
final class Assumptions {
  private final Map<Report, dev.memdb.sql.Statement> first = new LinkedHashMap<>();
  private final TreeSet<String> files = new TreeSet<>();

  void after(Scene scene, Report report) {
    for (Scene part : scene.all()) {
      for (Effect effect : part.effects) {
        Table table = scene.schema.tables.get(effect.table());
        boolean earlier = table == null || table.file != scene.file;
        if (effect.fresh() && effect.rule() != null && earlier) {
          first.putIfAbsent(report, scene.statement);
          files.add(report.file());
        }
      }
    }
  }

  void tell() {
    first.entrySet().stream()
        .findFirst()
        .ifPresent(
            e ->
                e.getKey()
                    .add(
                        "tables-taken-for-empty",
                        null,
                        e.getValue(),
                        "the files are taken to run together, on tables that they make themselves;"
                            + " if some have run before, there is more to find in "
                            + String.join(", ", files)
                            + "."));
  }
}
