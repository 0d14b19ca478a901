package dev.memdb.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memdb.migration.Version;
import dev.memdb.postgres.SqlText;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the one row of {@code state.sql}. */
public final class LedgerReader {
  /** The query; its result goes to {@link #read}. */
  public static final String SQL = SqlText.resource(LedgerReader.class, "state.sql");

  private static final ObjectMapper JSON = new ObjectMapper();

  private LedgerReader() {}

  /**
   * The ledger in the current row of a result of {@link #SQL}.
   *
   * @param row positioned on the row
   */
  public static Ledger read(ResultSet row) throws SQLException {
    return new Ledger(
        row.getInt(1),
        history(json(row.getString(2))),
        applied(json(row.getString(3))),
        verified(json(row.getString(3))),
        claim(json(row.getString(4))),
        holder(json(row.getString(5))),
        expected(json(row.getString(6))),
        texts(json(row.getString(6)).path(2)),
        lastFailure(json(row.getString(7))),
        Optional.ofNullable(row.getString(8)).map(Version::of),
        rollout(json(row.getString(9))));
  }

  private static List<HistoryRow> history(JsonNode rows) {
    List<HistoryRow> history = new ArrayList<>();
    for (JsonNode r : rows) {
      history.add(
          new HistoryRow(
              r.get(0).intValue(),
              r.get(1).isNull() ? null : Version.of(r.get(1).textValue()),
              r.get(2).textValue(),
              r.get(3).textValue(),
              r.get(4).textValue(),
              r.get(5).isNull() ? null : r.get(5).intValue(),
              r.get(6).booleanValue()));
    }
    return history;
  }

  private static List<LedgerRow> applied(JsonNode rows) {
    Map<Version, LedgerRow> applied = new LinkedHashMap<>();
    for (JsonNode r : rows) {
      if (!isVerification(r)) {
        Version version = Version.of(r.get(0).textValue());
        applied.put(
            version,
            new LedgerRow(
                version,
                r.get(1).textValue(),
                r.get(2).textValue(),
                instant(r.get(4)),
                Duration.ofMillis(millis(r.get(5)))));
      }
    }
    return List.copyOf(applied.values());
  }

  private static Set<Version> verified(JsonNode rows) {
    Set<Version> verified = new HashSet<>();
    for (JsonNode r : rows) {
      if (isVerification(r)) {
        verified.add(Version.of(r.get(0).textValue()));
      }
    }
    return verified;
  }

  private static boolean isVerification(JsonNode row) {
    return row.get(3).textValue().equals("verified");
  }

  private static Optional<Claim> claim(JsonNode r) {
    return r.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Claim(
                r.get(0).textValue(),
                r.get(1).textValue(),
                r.get(2).textValue(),
                instant(r.get(3))));
  }

  private static Optional<Holder> holder(JsonNode r) {
    return r.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Holder(
                r.get(0).textValue(),
                r.get(1).intValue(),
                instant(r.get(2)),
                r.get(3).booleanValue()));
  }

  private static Optional<Expected> expected(JsonNode r) {
    return r.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Expected(
                r.get(1).textValue(),
                r.get(0).isNull() ? null : Version.of(r.get(0).textValue()),
                instant(r.get(3))));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(t -> texts.add(t.textValue()));
    return texts;
  }

  private static Optional<Rollout> rollout(JsonNode r) {
    return r.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Rollout(
                r.get(0).textValue(),
                Version.of(r.get(1).textValue()),
                Optional.ofNullable(r.get(2).textValue()).map(Version::of)));
  }

  private static Optional<LastFailure> lastFailure(JsonNode r) {
    return r.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LastFailure(
                Version.of(r.get(0).textValue()),
                r.get(1).textValue(),
                r.get(2).textValue(),
                r.get(3).textValue(),
                r.get(4).textValue(),
                r.get(5).textValue()));
  }

  private static JsonNode json(String text) throws SQLException {
    try {
      return text == null ? JSON.createArrayNode() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("schema memdb holds what no ledger wrote", e);
    }
  }

  private static Instant instant(JsonNode seconds) {
    return Instant.ofEpochMilli(millis(seconds));
  }

  private static long millis(JsonNode seconds) {
    return seconds.decimalValue().multiply(BigDecimal.valueOf(1000)).longValue();
  }
}
