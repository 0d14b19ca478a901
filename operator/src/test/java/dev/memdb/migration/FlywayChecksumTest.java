package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;
import org.flywaydb.core.internal.resource.StringResource;
import org.junit.jupiter.api.Test;

class FlywayChecksumTest {
  private static final List<String> PIECES =
      List.of(
          "SELECT 1", ";", "\n", "\r\n", "\r", " ", "\t", "ä", "😀", "--", "\n\n", "\u2028", "'");

  @Test
  void itIsFlywaysForAnyText() {
    var random = new Random(11);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      for (int piece = random.nextInt(12); piece > 0; piece--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      assertThat(FlywayChecksum.of(text.toString()))
          .as(text.toString())
          .isEqualTo(flyways(text.toString()));
    }
  }

  @Test
  void aByteOrderMarkDoesNotCount() {
    String sql = "SELECT 1;\r\nSELECT 2;";
    assertThat(Files.load("V1__a.sql", "\uFEFF" + sql).migrations().get(0).checksum())
        .isEqualTo(flyways("\uFEFF" + sql))
        .isEqualTo(flyways(sql));
  }

  private static int flyways(String text) {
    return ChecksumCalculator.calculate(new StringResource(text));
  }
}
