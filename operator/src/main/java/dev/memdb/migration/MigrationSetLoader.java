package dev.memdb.migration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a set of migrations out of files, or says everything that is wrong with them. */
public final class MigrationSetLoader {

  /** Loads the files of one source, contents by file name. */
  public LoadResult load(String from, Map<String, byte[]> files) {
    return load(from, List.of(new Source(from, files)));
  }

  /**
   * Loads the files of several sources as one set.
   *
   * @param from where they come from, for people; it becomes {@link MigrationSet#from()}
   */
  public LoadResult load(String from, List<Source> sources) {
    var problems = new Problems();
    Optional<Map<String, byte[]>> files = MergedFiles.of(sources, problems);
    if (files.isEmpty()) {
      return new LoadResult.Refused(problems.sorted());
    }
    List<Migration> migrations = migrations(files.get(), problems);
    if (!problems.isEmpty()) {
      return new LoadResult.Refused(problems.sorted());
    }
    return new LoadResult.Loaded(
        new MigrationSet(from, Digests.ofSet(files.get()), List.copyOf(migrations)));
  }

  private static List<Migration> migrations(Map<String, byte[]> files, Problems problems) {
    var names = new ArrayList<FileName>();
    var verifications = new HashMap<String, String>();
    for (String file : files.keySet()) {
      try {
        FileName name = FileName.of(file);
        if (FileName.isVerification(file)) {
          verifications.put(name.base(), file);
        } else {
          names.add(name);
        }
      } catch (IllegalArgumentException e) {
        problems.add(file, e.getMessage());
      }
    }
    VersionOrder.sort(names, problems);
    var reader = new MigrationReader(files, verifications, problems);
    var migrations = new ArrayList<Migration>();
    names.forEach(name -> reader.read(name).ifPresent(migrations::add));
    reader.reportUnusedVerifications(names);
    return migrations;
  }
}
