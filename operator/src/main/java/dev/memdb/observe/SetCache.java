package dev.memdb.observe;

import dev.memdb.migration.LoadResult;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Migration sets that were read already. A thousand resources share a bundled set; parsing it once
 * is enough. Bounded by text: what was not used for longest goes first. A set that takes long to
 * parse keeps nobody waiting who wants another one.
 */
final class SetCache {
  private static final long REFUSED = 100;

  private final long limit;
  private final Map<String, CompletableFuture<LoadResult>> sets =
      new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param limit characters of SQL that are kept; the set that was asked for last is kept anyway
   */
  SetCache(long limit) {
    this.limit = limit;
  }

  /**
   * The result for a key, loaded on first use.
   *
   * @param key names the content: a bundled set's name, or ConfigMaps with their resource versions
   */
  LoadResult get(String key, Supplier<LoadResult> load) {
    CompletableFuture<LoadResult> mine = new CompletableFuture<>();
    CompletableFuture<LoadResult> known = known(key, mine);
    if (known != mine) {
      return known.join();
    }
    try {
      mine.complete(load.get());
    } catch (RuntimeException | Error e) {
      forget(key);
      mine.completeExceptionally(e);
      throw e;
    }
    shrink();
    return mine.join();
  }

  private synchronized CompletableFuture<LoadResult> known(
      String key, CompletableFuture<LoadResult> otherwise) {
    CompletableFuture<LoadResult> known = sets.get(key);
    if (known == null) {
      sets.put(key, otherwise);
      return otherwise;
    }
    return known;
  }

  private synchronized void forget(String key) {
    sets.remove(key);
  }

  private synchronized void shrink() {
    long total = sets.values().stream().mapToLong(SetCache::characters).sum();
    Iterator<CompletableFuture<LoadResult>> oldest = sets.values().iterator();
    while (total > limit && sets.size() > 1) {
      total -= characters(oldest.next());
      oldest.remove();
    }
  }

  /** A refused set keeps its problems only, and one that is still being loaded nothing yet. */
  private static long characters(CompletableFuture<LoadResult> set) {
    return set.getNow(null) instanceof LoadResult.Loaded loaded
        ? loaded.set().migrations().stream().mapToLong(m -> m.sql().length()).sum()
        : REFUSED;
  }
}
