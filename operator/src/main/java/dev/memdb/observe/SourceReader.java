package dev.memdb.observe;

import dev.memdb.api.ConfigMapRef;
import dev.memdb.api.MigrationsSpec;
import dev.memdb.api.Reason;
import dev.memdb.migration.BundledSets;
import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSetLoader;
import dev.memdb.migration.SetProblem;
import dev.memdb.plan.Source;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the migration set that a spec names. */
public final class SourceReader {
  /** Problems that a message names; the rest is counted. */
  private static final int NAMED = 3;

  /**
   * Characters of SQL that stay in memory: two bytes each at most, and as much again in statements.
   */
  private static final long KEPT = 16L << 20;

  private final SetCache cache = new SetCache(KEPT);
  private final MigrationSetLoader loader = new MigrationSetLoader();

  /**
   * Reads it.
   *
   * @param configMaps finds a ConfigMap of the resource's namespace by name
   */
  public Source read(MigrationsSpec spec, Function<String, Optional<ConfigMap>> configMaps) {
    return spec.bundled() == null ? fromConfigMaps(spec, configMaps) : bundled(spec.bundled());
  }

  /** Reads the sets that ship with the operator, so that the first resource need not wait. */
  public void warmUp() {
    BundledSets.names().forEach(this::bundled);
  }

  private Source bundled(String name) {
    Optional<Map<String, byte[]>> files = BundledSets.files(name);
    if (files.isEmpty()) {
      return new Source.Refused(
          Reason.INVALID_MIGRATION_SET,
          "spec.migrations.bundled: this operator ships no set %s; it ships %s."
              .formatted(name, String.join(", ", BundledSets.names())));
    }
    String from = "bundled " + name;
    return source(cache.get(from, () -> loader.load(from, files.get())));
  }

  private Source fromConfigMaps(
      MigrationsSpec spec, Function<String, Optional<ConfigMap>> configMaps) {
    Map<String, ConfigMap> found = new LinkedHashMap<>();
    for (ConfigMapRef ref : spec.configMaps()) {
      Optional<ConfigMap> map = configMaps.apply(ref.name());
      if (map.isEmpty()) {
        return new Source.Waiting(
            "ConfigMap %s is not in this namespace yet; it is watched for.".formatted(ref.name()));
      }
      found.put("ConfigMap " + ref.name(), map.get());
    }
    String key =
        found.values().stream()
            .map(m -> m.getMetadata().getUid() + "@" + m.getMetadata().getResourceVersion())
            .collect(Collectors.joining(","));
    return source(cache.get(key, () -> loader.load(from(found), files(found))));
  }

  private static String from(Map<String, ConfigMap> maps) {
    return String.join(", ", maps.keySet());
  }

  private static List<dev.memdb.migration.Source> files(Map<String, ConfigMap> maps) {
    return maps.entrySet().stream()
        .map(e -> new dev.memdb.migration.Source(e.getKey(), files(e.getValue())))
        .toList();
  }

  private static Map<String, byte[]> files(ConfigMap map) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (map.getData() != null) {
      map.getData().forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    }
    if (map.getBinaryData()
        != null) { // what is not UTF-8 comes here; the loader refuses it by name
      map.getBinaryData()
          .forEach((name, encoded) -> files.put(name, Base64.getDecoder().decode(encoded)));
    }
    return files;
  }

  private static Source source(LoadResult result) {
    return result instanceof LoadResult.Loaded loaded
        ? new Source.Resolved(loaded.set())
        : new Source.Refused(
            Reason.INVALID_MIGRATION_SET, words(((LoadResult.Refused) result).problems()));
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String words(List<SetProblem> problems) {
    String named =
        problems.stream()
            .limit(NAMED)
            .map(p -> problems.size() > 1 ? withoutStop(p.describe()) : p.describe())
            .collect(Collectors.joining("; "));
    int rest = problems.size() - NAMED;
    return rest > 0 ? named + "; and %d more".formatted(rest) : named;
  }
}
