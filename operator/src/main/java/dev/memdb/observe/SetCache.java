package dev.memdb.observe;

import dev.memdb.migration.LoadResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Migration sets that were read already. A thousand resources share a bundled set; parsing it once
 * is enough. Bounded: the set that was not used for longest goes first.
 */
final class SetCache {
  private static final int LIMIT = 200;

  private final Map<String, LoadResult> sets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * The result for a key, loaded on first use.
   *
   * @param key names the content: a bundled set's name, or ConfigMaps with their resource versions
   */
  synchronized LoadResult get(String key, Supplier<LoadResult> load) {
    LoadResult known = sets.get(key);
    if (known == null) {
      known = load.get();
      sets.put(key, known);
      if (sets.size() > LIMIT) {
        sets.remove(sets.keySet().iterator().next());
      }
    }
    return known;
  }
}
