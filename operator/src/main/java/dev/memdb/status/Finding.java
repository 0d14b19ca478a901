package dev.memdb.status;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.Reason;
import java.util.Arrays;
import java.util.Optional;

/**
 * The answer to a condition's question, before it has a time.
 *
 * @param type the question
 * @param answer the answer
 * @param reason the documented cause
 * @param message what people read
 */
record Finding(ConditionType type, Answer answer, Reason reason, String message) {
  enum Answer {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Answer(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Finding yes(ConditionType type, Reason reason, String message) {
    return new Finding(type, Answer.TRUE, reason, message);
  }

  static Finding no(ConditionType type, Reason reason, String message) {
    return new Finding(type, Answer.FALSE, reason, message);
  }

  static Finding unknown(ConditionType type, Reason reason, String message) {
    return new Finding(type, Answer.UNKNOWN, reason, message);
  }

  /** Reads a condition back; empty when another version of the operator wrote what is not known. */
  static Optional<Finding> parse(ConditionType type, Condition condition) {
    return Arrays.stream(Answer.values())
        .filter(answer -> answer.text.equals(condition.status()))
        .findFirst()
        .flatMap(
            answer ->
                Reason.of(condition.reason())
                    .map(reason -> new Finding(type, answer, reason, condition.message())));
  }

  boolean is(Answer wanted) {
    return answer == wanted;
  }
}
