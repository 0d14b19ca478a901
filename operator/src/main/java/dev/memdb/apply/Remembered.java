package dev.memdb.apply;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Answers that were worked out already, a bounded number of them: what was not asked for longest
 * goes first. Thread-safe; whoever asks for what is just being worked out waits for it.
 */
final class Remembered<K, V> {
  private final int limit;
  private final Map<K, CompletableFuture<V>> answers = new LinkedHashMap<>(16, 0.75f, true);

  Remembered(int limit) {
    this.limit = limit;
  }

  V get(K key, Supplier<V> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> known = known(key, mine);
    if (known != mine) {
      return known.join();
    }
    try {
      mine.complete(work.get());
    } catch (RuntimeException | Error e) {
      forget(key);
      mine.completeExceptionally(e);
      throw e;
    }
    return mine.join();
  }

  synchronized Optional<V> find(K key) {
    return Optional.ofNullable(answers.get(key)).map(answer -> answer.getNow(null));
  }

  synchronized void put(K key, V value) {
    answers.put(key, CompletableFuture.completedFuture(value));
    shrink();
  }

  private synchronized CompletableFuture<V> known(K key, CompletableFuture<V> otherwise) {
    CompletableFuture<V> known = answers.putIfAbsent(key, otherwise);
    shrink();
    return known == null ? otherwise : known;
  }

  private synchronized void forget(K key) {
    answers.remove(key);
  }

  private void shrink() {
    while (answers.size() > limit) {
      answers.remove(answers.keySet().iterator().next());
    }
  }
}
