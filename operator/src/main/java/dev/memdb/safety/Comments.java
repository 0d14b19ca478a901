package dev.memdb.safety;

import dev.memdb.sql.Positions;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file's comments say to the linter: {@code -- memdb:allow RULE why} before a statement, and
 * {@code -- memdb:phase contract} for the file.
 */
final class Comments {
  private static final Pattern DIRECTIVE =
      Pattern.compile("--[ \\t]*memdb:(\\w+)[ \\t]*(\\S*)[ \\t]*(.*)");

  /** What a file of the contract phase is for. */
  private static final Set<String> CONTRACT =
      Set.of(
          "ban-drop-column",
          "ban-drop-table",
          "ban-drop-schema",
          "renaming-column",
          "renaming-table",
          "renaming-schema",
          "renaming-enum-value");

  /**
   * A comment that allows something.
   *
   * @param from where the statement begins that it is for; -1 when none follows
   * @param to where that one ends
   */
  private record Allowed(String rule, String why, int offset, int length, int from, int to) {}

  private final List<Allowed> allowed = new ArrayList<>();
  private final List<Allowed> unknown = new ArrayList<>();
  private boolean contract;

  private Comments() {}

  /** Reads the comments between statements; inside of one nothing is read. */
  static Comments of(String text, List<Statement> statements) {
    var comments = new Comments();
    int end = 0;
    for (Statement statement : statements) {
      int until = statement.offset() + statement.text().length();
      comments.read(text, end, statement.offset(), until);
      end = until;
    }
    comments.read(text, end, text.length(), -1);
    return comments;
  }

  private void read(String text, int from, int to, int end) {
    int at = from;
    while (at < to - 1) {
      if (text.startsWith("/*", at)) {
        at = blockEnd(text, at, to);
      } else if (text.startsWith("--", at)) {
        int line = text.indexOf('\n', at);
        int until = line < 0 || line > to ? to : line;
        directive(text.substring(at, until).stripTrailing(), at, end < 0 ? -1 : to, end);
        at = until;
      } else {
        at++;
      }
    }
  }

  /** Comments in stars may have others inside. */
  private static int blockEnd(String text, int from, int to) {
    int depth = 1;
    int at = from + 2;
    while (at < to && depth > 0) {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    }
    return at;
  }

  private void directive(String comment, int offset, int from, int to) {
    Matcher matcher = DIRECTIVE.matcher(comment);
    if (!matcher.matches()) {
      return;
    }
    var found = new Allowed(matcher.group(2), matcher.group(3), offset, comment.length(), from, to);
    switch (matcher.group(1)) {
      case "allow" -> allowed.add(found);
      case "phase" -> {
        if (found.rule().equals("contract")) {
          contract = true;
        } else {
          unknown.add(found);
        }
      }
      default -> unknown.add(found);
    }
  }

  /** Whether one allows what is not among the findings. */
  boolean hasUnused(List<Finding> findings) {
    return allowed.stream().anyMatch(a -> a.from() >= 0 && !isUsed(a, findings));
  }

  private static boolean isUsed(Allowed comment, List<Finding> findings) {
    return findings.stream().anyMatch(f -> covers(comment, f));
  }

  /**
   * Takes away what is allowed, and says which comments allow nothing.
   *
   * @param possible what there is to find on a database in use, which may be allowed too
   */
  List<Finding> heed(
      List<Finding> findings, List<Finding> possible, String file, Positions positions) {
    List<Finding> left = new ArrayList<>();
    Set<Allowed> used = new HashSet<>();
    for (Finding finding : findings) {
      Optional<Allowed> by = allowed.stream().filter(a -> covers(a, finding)).findFirst();
      boolean reasoned = by.isPresent() && !by.get().why().isBlank();
      by.ifPresent(used::add);
      if (!reasoned && !(contract && CONTRACT.contains(finding.rule()))) {
        left.add(finding);
      }
    }
    for (Allowed comment : allowed) {
      if (comment.why().isBlank()) {
        left.add(
            finding(
                "allow-without-reason",
                comment,
                "memdb:allow " + comment.rule() + " does not say why.",
                file,
                positions));
      } else if (!used.contains(comment) && !isUsed(comment, possible)) {
        left.add(finding("unused-allow", comment, unused(comment), file, positions));
      }
    }
    for (Allowed comment : unknown) {
      String message = "the linter knows memdb:allow RULE WHY and memdb:phase contract, not this.";
      left.add(finding("unused-allow", comment, message, file, positions));
    }
    return left;
  }

  private static boolean covers(Allowed comment, Finding finding) {
    return comment.rule().equals(finding.rule())
        && finding.offset() >= comment.from()
        && finding.offset() < comment.to();
  }

  private static String unused(Allowed comment) {
    if (Rules.find(comment.rule()).isEmpty()) {
      return "there is no rule " + comment.rule() + ".";
    }
    return comment.from() < 0
        ? "no statement follows it."
        : "the next statement has nothing that " + comment.rule() + " would find.";
  }

  private static Finding finding(
      String id, Allowed comment, String message, String file, Positions positions) {
    Rule rule = Rules.of(id);
    return new Finding(
        id,
        rule.severity(),
        file,
        positions.line(comment.offset()),
        positions.column(comment.offset()),
        comment.offset(),
        comment.length(),
        message,
        rule.instead());
  }
}
