package dev.memdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A committed file that code can make anew. A test compares the two; with {@code
 * -Dmemdb.update-golden=true} it writes the file instead.
 *
 * @param path from the root of the repository
 */
public record Golden(String path) {
  private static final boolean UPDATE = Boolean.getBoolean("memdb.update-golden");

  /** Fails when the file does not have exactly this content, and says how to update it. */
  public void verify(String content, Class<?> test) {
    Path file = repository().resolve(path);
    try {
      if (UPDATE) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
      }
      assertThat(Files.exists(file) ? Files.readString(file) : "")
          .as("%s is not what the code makes. If the change is wanted: %s", path, command(test))
          .isEqualTo(content);
    } catch (IOException e) {
      throw new AssertionError(path + " cannot be read or written", e);
    }
  }

  /** The file as it is committed. */
  public String read() {
    try {
      return Files.readString(repository().resolve(path));
    } catch (IOException e) {
      throw new AssertionError(path + " cannot be read", e);
    }
  }

  private static String command(Class<?> test) {
    String name = test.getSimpleName();
    String selection =
        name.endsWith("IT")
            ? "verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test="
            : "test -Dtest=";
    return "mvn " + selection + name + " -Dmemdb.update-golden=true";
  }

  /** The build runs tests in the module's directory, one below the root. */
  private static Path repository() {
    return Path.of("").toAbsolutePath().getParent();
  }
}
