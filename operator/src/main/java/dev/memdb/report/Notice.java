package dev.memdb.report;

import dev.memdb.api.Reason;

/**
 * Something that a person may want to hear of once.
 *
 * @param type whether it is good or bad news
 * @param reason one documented word
 * @param note what happened, without secrets; cut where Kubernetes allows no more
 */
public record Notice(Type type, String reason, String note) {
  /** The API server refuses longer notes. */
  private static final int LONGEST = 1024;

  public Notice {
    if (note.length() > LONGEST) {
      int end = Character.isHighSurrogate(note.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
      note = note.substring(0, end) + "…";
    }
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
}
