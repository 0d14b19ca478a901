package dev.memdb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts that files are made of. */
final class Templates {
  private static final Pattern PLACE = Pattern.compile(":[a-z_]+|:V[0-9]|\\$\\$");

  private Templates() {}

  static String read(String name) {
    try (InputStream in = Templates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts values into their places, once: what is in a value is left alone. */
  static String fill(String template, Map<String, String> values, String quoteTag) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> {
              String value =
                  place.group().equals("$$")
                      ? quoteTag
                      : values.getOrDefault(place.group(), place.group());
              return Matcher.quoteReplacement(value);
            });
  }
}
