package dev.memdb.backfill;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The triggers beside a backfill of {@code app.t}, as docs/backfill.md gives them. */
final class FillTriggers {
  private FillTriggers() {}

  /**
   * The function and both triggers.
   *
   * @param value what the column gets, of NEW
   * @param sources the columns that the value is made of
   */
  static String of(String column, String value, String... sources) {
    String changed =
        Arrays.stream(sources)
            .map(s -> " OR OLD." + s + " IS DISTINCT FROM NEW." + s)
            .collect(Collectors.joining());
    return """
        CREATE FUNCTION app.fill_%1$s() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
        BEGIN
          NEW.%1$s := %2$s;
          RETURN NEW;
        EXCEPTION WHEN data_exception OR integrity_constraint_violation OR raise_exception OR no_data_found OR feature_not_supported THEN
          NEW.%1$s := NULL;
          RETURN NEW;
        END $$;
        CREATE TRIGGER zzzz_fill_%1$s_ins BEFORE INSERT ON app.t FOR EACH ROW WHEN (NEW.%1$s IS NULL)
          EXECUTE FUNCTION app.fill_%1$s();
        CREATE TRIGGER zzzz_fill_%1$s_upd BEFORE UPDATE ON app.t FOR EACH ROW WHEN (NEW.%1$s IS NULL%3$s)
          EXECUTE FUNCTION app.fill_%1$s();
        ALTER TABLE app.t ENABLE ALWAYS TRIGGER zzzz_fill_%1$s_ins, ENABLE ALWAYS TRIGGER zzzz_fill_%1$s_upd;
        """
        .formatted(column, value, changed);
  }
}
