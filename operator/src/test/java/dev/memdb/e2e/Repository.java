package dev.memdb.e2e;

import java.nio.file.Path;

/** Where the files of the checkout are. */
final class Repository {
  private static final Path ROOT =
      Path.of(System.getProperty("memdb.root", "..")).toAbsolutePath().normalize();
  private static final Path TARGET =
      Path.of(System.getProperty("memdb.target", "target")).toAbsolutePath().normalize();

  private Repository() {}

  /** The absolute path of a file of the repository. */
  static String path(String file) {
    return ROOT.resolve(file).toString();
  }

  /** A file that the build makes, or that may be thrown away with what it makes. */
  static Path built(String file) {
    return TARGET.resolve(file);
  }
}
