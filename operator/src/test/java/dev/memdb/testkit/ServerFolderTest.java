package dev.memdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed test run leaves behind goes with a later one; what lives stays. */
class ServerFolderTest {
  @TempDir Path parent;

  private Path folder(String name, String owner) throws IOException {
    Path folder = parent.resolve(name);
    Files.createDirectories(folder.resolve("data").resolve("base"));
    Files.writeString(folder.resolve("data").resolve("base").resolve("1"), "rows");
    if (owner != null) {
      Files.writeString(folder.resolve("owner"), owner);
    }
    return folder;
  }

  private static String dead() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    String owner = ServerFolder.owner(process.toHandle());
    process.destroyForcibly().waitFor();
    return owner;
  }

  private static String living() {
    return ServerFolder.owner(ProcessHandle.current());
  }

  @Test
  void whatTheDeadHaveLeftIsRemoved() throws Exception {
    Path folder = folder("memdb-pg14-1", dead());

    ServerFolder.tidy(parent);

    assertThat(folder).doesNotExist();
  }

  @Test
  void whatSomebodyHasStays() throws Exception {
    Path living = folder("memdb-pg14-1", living());
    Path unsaid = folder("memdb-pg14-2", null);
    Path elsewhere = folder("memdb-pg14-3", dead().replaceAll("\\S+$", "pid:[1]"));
    Path server = folder("memdb-pg14-4", dead());
    Files.writeString(
        server.resolve("data").resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");
    Path other = folder("memdb-pgbouncer", dead());

    ServerFolder.tidy(parent);

    assertThat(Stream.of(living, unsaid, elsewhere, server, other))
        .allSatisfy(folder -> assertThat(folder.resolve("data").resolve("base")).exists());
  }

  /** Process IDs come again. */
  @Test
  void anotherProcessOfTheSameNumberIsNotTheOwner() throws Exception {
    String earlier = living().replaceFirst(" \\d+ ", " 1000 ");
    Path folder = folder("memdb-pg18-1", earlier);

    ServerFolder.tidy(parent);

    assertThat(folder).doesNotExist();
  }

  @Test
  void severalMayTidyAtOnce() throws Exception {
    String dead = dead();
    for (int i = 0; i < 40; i++) {
      folder("memdb-pg18-" + i, dead);
    }
    folder("memdb-pg18-mine", living());

    CompletableFuture<?>[] runs =
        IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.runAsync(this::tidy))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(runs).join();

    assertThat(parent).isDirectoryNotContaining(p -> !p.endsWith("memdb-pg18-mine"));
  }

  private void tidy() {
    try {
      ServerFolder.tidy(parent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
