package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "001, 1",
    "1.0, 1.0",
    "1_1, 1.1",
    "01.02, 1.2",
    "0, 0",
    "00.0, 0.0",
    "20260101120000, 20260101120000",
    "99999999999999999999, 99999999999999999999",
  })
  void itsTextHasDotsAndNoLeadingZeros(String written, String text) {
    assertThat(Version.of(written)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0", "1, 001", "1.2, 1_2.0.0", "0, 0.0", "1.10, 1.010"})
  void zerosAtTheEndMeanNothing(String one, String other) {
    assertThat(Version.of(one)).isEqualTo(Version.of(other));
    assertThat(Version.of(one)).hasSameHashCodeAs(Version.of(other));
    assertThat(Version.of(one)).isEqualByComparingTo(Version.of(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "1.", ".1", "1..2", "a", "1a", "-1", " 1", "1 ", "１", "1.x", "__"})
  void whatIsNoVersionIsRefused(String text) {
    assertThatThrownBy(() -> Version.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itFitsIntoFlywaysHistory() {
    assertThat(Version.of("1".repeat(50)).text()).hasSize(50);
    assertThatThrownBy(() -> Version.of("1".repeat(51))).hasMessageContaining("50 characters");
  }

  @Test
  void itComparesLikeFlyways() {
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String a = randomVersion(random);
      String b = randomVersion(random);
      int flyway = MigrationVersion.fromVersion(a).compareTo(MigrationVersion.fromVersion(b));
      assertThat(Integer.signum(Version.of(a).compareTo(Version.of(b))))
          .as(a + " and " + b)
          .isEqualTo(Integer.signum(flyway));
    }
  }

  private static String randomVersion(Random random) {
    var text = new StringBuilder().append(random.nextInt(3));
    for (int part = random.nextInt(4); part > 0; part--) {
      text.append(random.nextBoolean() ? '.' : '_').append("0".repeat(random.nextInt(2)));
      text.append(random.nextInt(4) * random.nextInt(6));
    }
    return text.toString();
  }
}
