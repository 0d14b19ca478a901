package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The locks, scans and rewrites of a list that was measured apart from this project, form by form.
 */
final class MeasuredLocksTest {
  private static final Map<String, LockMode> SHORT =
      Map.of(
          "S", LockMode.SHARE,
          "SUE", LockMode.SHARE_UPDATE_EXCLUSIVE,
          "SRE", LockMode.SHARE_ROW_EXCLUSIVE,
          "AE", LockMode.ACCESS_EXCLUSIVE);

  /** What stands behind a form for one version or all. */
  private record Measured(String form, int major, String result) {}

  @Test
  void theLinterKnowsWhatWasMeasured() throws IOException {
    var file = Shared.file("corpus/ddl-locks-14-15-18.txt");
    if (file.isEmpty()) {
      return;
    }
    String base = FormsIT.resource("measured-base.sql");
    List<String> disagreements = new ArrayList<>();
    List<Measured> all = read(file.get());
    for (Measured measured : all) {
      Known known = Known.after(base, measured.major());
      Scene scene = known.play(measured.form());
      Seen told = Known.seen(scene);
      Seen real = seen(measured.result(), tables(base));
      Set<String> chosen =
          foreignKeys(scene); // read or looked into by an index, as the planner likes
      boolean same =
          told.locks().equals(real.locks())
              && told.rewritten().equals(Known.withoutChoices(real, scene).rewritten())
              && without(told.scanned(), chosen).equals(without(real.scanned(), chosen));
      if (!same) {
        disagreements.add(measured + "\n  told " + told + "\n  real " + real);
      }
    }
    assertThat(all).hasSizeGreaterThan(150);
    assertThat(disagreements).isEmpty();
  }

  private static List<Measured> read(Path file) throws IOException {
    List<Measured> all = new ArrayList<>();
    String form = "";
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      if (!line.startsWith(" ")) {
        form = line;
        continue;
      }
      String[] words = line.strip().split(" ", 2);
      String result = words.length > 1 ? words[1].strip() : "";
      if (result.startsWith("ERR")) {
        continue; // what a version does not have
      }
      List<Integer> majors =
          words[0].equals("all:")
              ? List.of(14, 15, 18)
              : List.of(Integer.parseInt(words[0].substring(2)));
      for (int major : majors) {
        all.add(new Measured(form, major, result));
      }
    }
    return all;
  }

  private static Seen seen(String result, Set<String> tables) {
    Map<String, LockMode> locks = new TreeMap<>();
    Set<String> rewritten = new TreeSet<>();
    Set<String> scanned = new TreeSet<>();
    for (String word : result.split(" ", -1)) {
      if (word.startsWith("REWRITE:") || word.startsWith("SCAN:")) {
        Set<String> into = word.startsWith("SCAN") ? scanned : rewritten;
        for (String name : word.substring(word.indexOf(':') + 1).split(",", -1)) {
          if (tables.contains(name)) {
            into.add("public." + name);
          }
        }
      } else if (word.contains("=")) {
        String name = word.substring(0, word.indexOf('='));
        LockMode mode = SHORT.get(word.substring(word.indexOf('=') + 1));
        if (tables.contains(name)) { // an index is locked as its table is
          locks.put("public." + name, mode);
        }
      }
    }
    scanned.removeIf(s -> !locks.containsKey(s));
    scanned.removeAll(rewritten);
    return new Seen(locks, rewritten, scanned, null);
  }

  private static Set<String> tables(String base) {
    Set<String> names = new TreeSet<>();
    var create =
        java.util.regex.Pattern.compile("CREATE (?:TABLE|VIEW|MATERIALIZED VIEW|SEQUENCE) (\\w+)");
    var matcher = create.matcher(base);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static Set<String> foreignKeys(Scene scene) {
    Set<String> names = new TreeSet<>();
    scene.effects.stream()
        .filter(e -> e.work() == Work.FOREIGN_KEY)
        .forEach(e -> names.add("public." + e.table().name()));
    return names;
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    var left = new TreeSet<>(all);
    left.removeAll(some);
    return left;
  }
}
