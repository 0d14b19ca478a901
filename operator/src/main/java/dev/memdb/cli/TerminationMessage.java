package dev.memdb.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The last words of a container, which Kubernetes keeps in its pod's status
 * (terminationMessagePath, where the kubelet has made the file).
 */
final class TerminationMessage {
  private static final Path FILE = Path.of("/dev/termination-log");

  /** Kubernetes keeps 4096 bytes. */
  private static final int LONGEST = 2000;

  private TerminationMessage() {}

  static void write(String message) {
    if (!Files.isWritable(FILE)) {
      return; // not in a pod
    }
    try {
      Files.writeString(
          FILE,
          message.substring(0, Math.min(LONGEST, message.length())),
          StandardCharsets.UTF_8,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      System.err.println("the termination message could not be written: " + e.getMessage());
    }
  }
}
