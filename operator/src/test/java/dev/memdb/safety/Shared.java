package dev.memdb.safety;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files beside the project, which a checkout alone does not have. */
final class Shared {
  private Shared() {}

  /** A file or folder of {@code ../shared}; empty when it is not there, and that is said. */
  static Optional<Path> file(String name) {
    Path file = Path.of(System.getProperty("memdb.root", "..")).resolve("../shared").resolve(name);
    if (Files.exists(file)) {
      return Optional.of(file.normalize());
    }
    System.out.println(file + " is not there; nothing to compare with");
    return Optional.empty();
  }
}
