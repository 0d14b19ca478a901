package dev.memdb.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Real PostgreSQL programs, unpacked once per build from the jars that the build copied. */
final class PostgresBinaries {
  private static final Path TARGET = Path.of(System.getProperty("memdb.target", "target"));

  private PostgresBinaries() {}

  /**
   * The installation of one major version, unpacked on first use; safe with several JVMs at once.
   *
   * @param major 14 or 18
   * @return the folder that holds {@code bin}, {@code lib} and {@code share}
   */
  static Path of(int major) {
    Path home = TARGET.resolve("postgres-binaries").resolve(Integer.toString(major));
    Path lock = TARGET.resolve("postgres-binaries").resolve(major + ".lock");
    Path done = home.resolve("unpacked");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = channel.lock()) {
      if (!Files.exists(done)) {
        unpack(TARGET.resolve("postgres-binaries").resolve(major + ".jar"), home);
        Files.createFile(done);
      }
      return home.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL " + major + " binaries; run mvn once", e);
    }
  }

  private static void unpack(Path jar, Path home) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      var archive =
          file.stream().filter(e -> e.getName().endsWith(".txz")).findFirst().orElseThrow();
      try (InputStream in = file.getInputStream(archive);
          var tar = new TarArchiveInputStream(new XZCompressorInputStream(in))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          Path to = home.resolve(entry.getName()).normalize();
          if (entry.isDirectory()) {
            Files.createDirectories(to);
          } else if (entry.isSymbolicLink()) {
            Files.createDirectories(to.getParent());
            Files.deleteIfExists(to);
            Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
          } else {
            Files.createDirectories(to.getParent());
            Files.deleteIfExists(to);
            Files.copy(tar, to);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                to, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
          }
        }
      }
    }
  }
}
