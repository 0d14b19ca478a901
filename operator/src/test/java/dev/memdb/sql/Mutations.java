package dev.memdb.sql;

import java.util.List;
import java.util.Random;

/** Makes texts that are nearly SQL, or nothing like it, from a seed. */
public final class Mutations {
  private static final List<String> PIECES =
      List.of(
          "'",
          "\"",
          "$$",
          "$a$",
          ";",
          "--",
          "/*",
          "*/",
          "(",
          ")",
          "\\",
          "\0",
          "\uD83D",
          "\uDE00",
          "😀",
          "ä",
          "\r\n",
          "\n",
          "\uFEFF",
          " ",
          "E'",
          "U&\"",
          "::",
          ":=",
          "COPY t FROM STDIN;",
          "\\.",
          "BEGIN",
          "END",
          "ATOMIC",
          "DO",
          "SELECT",
          "0x",
          "1e",
          "$1",
          "\u2028",
          "AS");

  private final Random random;
  private final List<String> sources;

  public Mutations(long seed, List<String> sources) {
    this.random = new Random(seed);
    this.sources = sources;
  }

  /** The next text, of at most a few hundred characters. */
  public String next() {
    if (random.nextInt(10) == 0) {
      return noise();
    }
    var text = new StringBuilder(excerpt());
    for (int i = random.nextInt(4); i > 0; i--) {
      mutate(text);
    }
    return text.toString();
  }

  private String noise() {
    var text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      if (random.nextInt(3) == 0) {
        text.append((char) random.nextInt(0x10000));
      } else {
        text.append(piece());
      }
    }
    return text.toString();
  }

  private String excerpt() {
    String source = sources.get(random.nextInt(sources.size()));
    int from = random.nextInt(source.length());
    return source.substring(from, Math.min(source.length(), from + random.nextInt(400)));
  }

  private void mutate(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + random.nextInt(20));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, piece());
      case 2 -> text.insert(at, text.substring(at, end));
      default -> text.replace(at, end, excerpt());
    }
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }
}
