package dev.memdb.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSetLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SetCacheTest {
  private final List<String> loaded = new CopyOnWriteArrayList<>();

  private LoadResult load(String key) {
    loaded.add(key);
    byte[] sql = "SELECT 12345".getBytes(StandardCharsets.UTF_8);
    return new MigrationSetLoader().load(key, Map.of("V1__x.sql", sql));
  }

  private LoadResult get(SetCache cache, String key) {
    return cache.get(key, () -> load(key));
  }

  @Test
  void aSetIsLoadedOnce() {
    SetCache cache = new SetCache(1000);
    assertThat(get(cache, "a")).isSameAs(get(cache, "a"));
    assertThat(loaded).containsExactly("a");
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() {
    SetCache cache = new SetCache(30); // two sets of twelve characters
    get(cache, "a");
    get(cache, "b");
    get(cache, "a");
    get(cache, "c");
    get(cache, "a");
    get(cache, "b");
    assertThat(loaded).containsExactly("a", "b", "c", "b");
  }

  @Test
  void aSetThatTakesLongKeepsNobodyWaiting() throws Exception {
    SetCache cache = new SetCache(1000);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    CompletableFuture<LoadResult> slow =
        CompletableFuture.supplyAsync(
            () ->
                cache.get(
                    "slow",
                    () -> {
                      begun.countDown();
                      await(finish);
                      return load("slow");
                    }));
    begun.await();

    assertThat(get(cache, "quick")).isInstanceOf(LoadResult.Loaded.class);

    finish.countDown();
    assertThat(slow.get(10, TimeUnit.SECONDS)).isSameAs(get(cache, "slow"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatFailedUnexpectedlyIsTriedAgain() {
    SetCache cache = new SetCache(1000);
    assertThatThrownBy(
            () ->
                cache.get(
                    "a",
                    () -> {
                      throw new IllegalStateException("no parser");
                    }))
        .hasMessage("no parser");
    assertThat(get(cache, "a")).isInstanceOf(LoadResult.Loaded.class);
  }
}
