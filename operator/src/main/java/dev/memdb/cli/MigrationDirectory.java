package dev.memdb.cli;

import dev.memdb.migration.Version;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A directory with migration files, which are never overwritten. */
final class MigrationDirectory {
  private static final Pattern NAME = Pattern.compile("V([0-9][0-9._]*?)__.*");

  private final Path path;
  private final Map<Version, String> versions;

  private MigrationDirectory(Path path, Map<Version, String> versions) {
    this.path = path;
    this.versions = versions;
  }

  /**
   * Looks at the names in it.
   *
   * @throws IOException when it is not there, or no directory
   */
  static MigrationDirectory read(Path path) throws IOException {
    Map<Version, String> versions = new TreeMap<>();
    try (Stream<Path> files = Files.list(path)) {
      files
          .map(file -> file.getFileName().toString())
          .sorted()
          .forEach(name -> version(name).ifPresent(v -> versions.putIfAbsent(v, name)));
    }
    return new MigrationDirectory(path, versions);
  }

  private static Optional<Version> version(String name) {
    Matcher matcher = NAME.matcher(name);
    try {
      return matcher.matches() ? Optional.of(Version.of(matcher.group(1))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no migration's name
    }
  }

  /**
   * The version after the highest one.
   *
   * @throws IllegalArgumentException when there is none to count on from
   */
  int next() {
    if (versions.isEmpty()) {
      throw new IllegalArgumentException(
          "--version: no migration is in " + path + " to count on from; say the first file's");
    }
    String highest = new ArrayList<>(versions.keySet()).get(versions.size() - 1).text();
    if (highest.contains(".")) {
      throw new IllegalArgumentException(
          "--version: after " + highest + " there are several ways to count on; say the first");
    }
    return whole(new BigInteger(highest).add(BigInteger.ONE).toString());
  }

  /**
   * A version that is a whole number.
   *
   * @throws IllegalArgumentException when it is none
   */
  static int whole(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number > 0 && number < Integer.MAX_VALUE - BackfillCycle.VERSIONS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // as said below
    }
    throw new IllegalArgumentException(
        "--version: " + text + " is no whole number to count on from, such as 5");
  }

  /**
   * Writes files, all or none.
   *
   * @throws IOException with a message for people
   */
  void write(Map<String, String> files) throws IOException {
    for (String name : files.keySet()) {
      String there = versions.get(version(name).orElseThrow());
      if (there != null) {
        throw new IOException(
            "%s has version %s already, and nothing is overwritten; choose another --version"
                .formatted(path.resolve(there), version(name).orElseThrow()));
      }
    }
    List<Path> written = new ArrayList<>();
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path target = path.resolve(file.getKey());
        Files.writeString(target, file.getValue(), StandardOpenOption.CREATE_NEW);
        written.add(target);
      }
    } catch (IOException e) {
      for (Path file : written) {
        Files.deleteIfExists(file);
      }
      String why = e instanceof FileAlreadyExistsException ? "it is there already" : e.toString();
      throw new IOException("nothing was written: " + e.getMessage() + ": " + why, e);
    }
  }
}
