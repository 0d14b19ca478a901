package dev.memdb.cli.lint;

import java.nio.file.Path;

/** How GitHub wants to be told of a file: from where the repository begins. */
final class RepositoryPath {
  private RepositoryPath() {}

  /**
   * The path from there; as it is where the file is not below.
   *
   * @param workspace where the repository is; null or empty: here
   */
  static String of(String file, String workspace) {
    Path root = Path.of(workspace == null ? "" : workspace).toAbsolutePath().normalize();
    Path path = Path.of(file).toAbsolutePath().normalize();
    return path.startsWith(root) ? root.relativize(path).toString() : file;
  }
}
