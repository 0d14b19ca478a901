package dev.memdb.migration;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of several sources as one set, each file name in only one of them. */
final class MergedFiles {
  /** A thousand migrations with their verifications: far more than anybody reviews. */
  static final int MAX_FILES = 2_000;

  /** In memory, a parsed set may take a hundred times its bytes, for as long as it is in use. */
  static final int MAX_BYTES = 4 << 20;

  private MergedFiles() {}

  /** Contents by file name; empty when there is nothing to read, or too much of it. */
  static Optional<Map<String, byte[]>> of(List<Source> sources, Problems problems) {
    var files = new TreeMap<String, byte[]>();
    var sourceOf = new HashMap<String, String>();
    for (Source source : sources) {
      source
          .files()
          .forEach(
              (name, content) -> {
                String earlier = sourceOf.putIfAbsent(name, source.name());
                if (earlier == null) {
                  files.put(name, content);
                } else {
                  problems.add(name, inTwo(earlier, source.name()));
                }
              });
    }
    return isReadable(files, problems) ? Optional.of(files) : Optional.empty();
  }

  private static String inTwo(String one, String other) {
    return "it is in " + one + " and in " + other + "; take it out of one of them";
  }

  private static boolean isReadable(Map<String, byte[]> files, Problems problems) {
    long bytes = files.values().stream().mapToLong(content -> content.length).sum();
    if (files.isEmpty()) {
      problems.add("there are no files");
    } else if (files.size() > MAX_FILES) {
      problems.add("there are " + files.size() + " files; at most " + MAX_FILES + " are read");
    } else if (bytes > MAX_BYTES) {
      problems.add(
          "the files have "
              + bytes
              + " bytes together; at most "
              + (MAX_BYTES >> 20)
              + " MiB are read. Load large amounts of data outside of migrations.");
    } else {
      return true;
    }
    return false;
  }
}
