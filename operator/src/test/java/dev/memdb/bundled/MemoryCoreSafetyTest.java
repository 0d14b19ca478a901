package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.safety.Finding;
import dev.memdb.safety.Linter;
import dev.memdb.safety.Target;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever version a database has, nothing stands in the way of the ones that it lacks. */
class MemoryCoreSafetyTest {
  private static final MigrationSet SET = MemoryCore.set();

  static Stream<Version> versions() {
    return SET.migrations().stream().map(m -> m.version());
  }

  @ParameterizedTest(name = "from {0} on")
  @MethodSource("versions")
  void isAppliedWhereUnsafeMigrationsAreBlocked(Version from) {
    for (int major : new int[] {14, 18}) {
      assertThat(Linter.judge(SET, from, Target.of(major)).stream().filter(Finding::counts))
          .as("PostgreSQL %d", major)
          .isEmpty();
    }
  }
}
