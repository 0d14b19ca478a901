package dev.memdb.cli.lint;

import dev.memdb.cli.lint.LintSet.SqlText;
import dev.memdb.migration.BackfillSpec;
import dev.memdb.migration.Version;
import dev.memdb.sql.SqlParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what is to be judged. A folder is a set of its own, with all that is below it; files that
 * are named one by one are a set together.
 */
final class Inputs {
  /** Standard input, as an argument. */
  static final String STDIN = "-";

  private static final Pattern VERSIONED = Pattern.compile("V([0-9][0-9._]*?)__.*");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final InputStream stdin;
  private final List<LintSet> sets = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private Inputs(InputStream stdin) {
    this.stdin = stdin;
  }

  /**
   * Reads all of it; what cannot be read is among the problems, and the rest is there.
   *
   * @param paths files, folders, and {@code -} for standard input
   */
  static Inputs read(List<String> paths, InputStream stdin) {
    var inputs = new Inputs(stdin);
    var single = new ArrayList<SqlText>();
    for (String path : paths) {
      if (!path.equals(STDIN) && Files.isDirectory(Path.of(path))) {
        inputs.folder(path);
      } else {
        inputs.file(path).ifPresent(single::add);
      }
    }
    boolean versioned = single.stream().allMatch(f -> f.version() != null);
    if (versioned) {
      single.sort(LintSet.ORDER);
    }
    inputs.add(single);
    return inputs;
  }

  List<LintSet> sets() {
    return List.copyOf(sets);
  }

  /** What, where, and what to do next; empty when all could be read. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private void folder(String folder) {
    List<SqlText> files = new ArrayList<>();
    try (Stream<Path> below = Files.walk(Path.of(folder), FileVisitOption.FOLLOW_LINKS)) {
      List<Path> sql =
          below.filter(Inputs::isMigration).filter(Files::isRegularFile).sorted().toList();
      sql.forEach(path -> file(path.normalize().toString()).ifPresent(files::add));
      if (sql.isEmpty()) {
        problems.add(
            folder + ": no file in it ends with .sql; name the folder that has the migrations");
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      problems.add(folder + ": it cannot be read: " + e.getMessage());
    }
    files.sort(LintSet.ORDER);
    add(files);
  }

  /** A verification only reads. */
  private static boolean isMigration(Path path) {
    String name = path.getFileName().toString();
    return (name.endsWith(".sql") && !name.endsWith(".verify.sql"))
        || name.endsWith(BackfillSpec.SUFFIX);
  }

  private void add(List<SqlText> files) {
    Map<Version, String> seen = new HashMap<>();
    for (SqlText file : files) {
      String other = file.version() == null ? null : seen.put(file.version(), file.path());
      if (other != null) {
        problems.add(
            "%s: it has the same version as %s; give one of them another, or name folders that are sets of their own one by one"
                .formatted(file.path(), other));
      }
    }
    if (!files.isEmpty()) {
      sets.add(new LintSet(files));
    }
  }

  private Optional<SqlText> file(String path) {
    String shown = path.equals(STDIN) ? "stdin" : path;
    try {
      return text(shown, content(path)).flatMap(text -> read(shown, path, text));
    } catch (IOException e) {
      problems.add(
          Files.exists(Path.of(path))
              ? shown + ": it cannot be read: " + e.getMessage()
              : shown + ": there is no such file or folder; correct the path");
      return Optional.empty();
    }
  }

  private Optional<SqlText> read(String shown, String path, String text) {
    Version version = version(path).orElse(null);
    return path.endsWith(BackfillSpec.SUFFIX)
        ? BackfillSpec.read(shown, text, p -> problems.add(p.describe()))
            .map(backfill -> new SqlText(shown, version, "", backfill))
        : Optional.of(new SqlText(shown, version, text, null));
  }

  /** One byte more than is read at most tells that it is too large, whatever its size. */
  private byte[] content(String path) throws IOException {
    if (path.equals(STDIN)) {
      return stdin.readNBytes(SqlParser.MAX_BYTES + 1);
    }
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      return in.readNBytes(SqlParser.MAX_BYTES + 1);
    }
  }

  private Optional<String> text(String shown, byte[] content) {
    if (content.length > SqlParser.MAX_BYTES) {
      problems.add(
          "%s: it has more than %d MiB, and no more is read; load large amounts of data outside of migrations"
              .formatted(shown, SqlParser.MAX_BYTES >> 20));
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return Optional.of(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      problems.add(shown + ": it is not UTF-8; save the file as UTF-8");
      return Optional.empty();
    }
  }

  private static Optional<Version> version(String path) {
    Matcher name = VERSIONED.matcher(path.substring(path.lastIndexOf('/') + 1));
    try {
      return name.matches() ? Optional.of(Version.of(name.group(1))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a name without a version
    }
  }
}
