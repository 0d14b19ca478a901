package dev.memdb.migration;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The checksum that Flyway keeps in its history: CRC32 over the lines without what ends them. So a
 * file may change between LF and CRLF, but not by a space.
 */
final class FlywayChecksum {
  private FlywayChecksum() {}

  /** The checksum of a text without a byte order mark. */
  static int of(String text) {
    var crc = new CRC32();
    text.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }
}
