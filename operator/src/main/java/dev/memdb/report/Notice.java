package dev.memdb.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memdb.api.Reason;

/**
 * Something that a person may want to hear of once.
 *
 * @param type whether it is good or bad news
 * @param reason one documented word
 * @param note what happened, without secrets; cut where Kubernetes allows no more
 */
public record Notice(Type type, String reason, String note) {
  /** What the API server takes, in bytes of UTF-8. */
  private static final int LONGEST = 1024;

  private static final String ELLIPSIS = "…";

  public Notice {
    note = bounded(note);
  }

  /** Kubernetes knows these two. */
  public enum Type {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Good news, or news. */
  public static Notice normal(String reason, String note) {
    return new Notice(Type.NORMAL, reason, note);
  }

  /** Something that somebody has to look at, or that was not expected. */
  public static Notice warning(Reason reason, String note) {
    return new Notice(Type.WARNING, reason.text(), note);
  }

  private static String bounded(String text) {
    if (bytes(text) <= LONGEST) {
      return text;
    }
    int room = LONGEST - bytes(ELLIPSIS);
    int end = 0;
    while (end < text.length()) {
      String character = Character.toString(text.codePointAt(end));
      room -= bytes(character);
      if (room < 0) {
        break;
      }
      end += character.length();
    }
    return text.substring(0, end) + ELLIPSIS;
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
