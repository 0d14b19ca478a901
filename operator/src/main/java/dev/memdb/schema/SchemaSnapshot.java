package dev.memdb.schema;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A schema as the catalogs describe it, as a value.
 *
 * <p>As text it is a block per object: a line {@code kind: identity}, then its definition. The
 * blocks stand in the order of their UTF-8 bytes; the SHA-256 of that text is the fingerprint.
 *
 * @param serverMajor the major version of the server that was read
 * @param objects in the order of the text; the constructor sorts
 */
public record SchemaSnapshot(int serverMajor, List<CatalogObject> objects) {
  private static final String SEPARATOR = ": ";
  private static final Comparator<CatalogObject> ORDER =
      Comparator.comparing(o -> key(o).getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  public SchemaSnapshot {
    objects = objects.stream().sorted(ORDER).toList();
  }

  /** {@code sha256:} and 64 hexadecimal digits; what the server works out for the same schema. */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The text to keep; deterministic. Its first line is the server's major version. */
  public String encode() {
    return serverMajor + "\n" + text();
  }

  /** Reads what {@link #encode()} has written. */
  public static SchemaSnapshot decode(String encoded) {
    int end = encoded.indexOf('\n');
    return parse(Integer.parseInt(encoded.substring(0, end)), encoded.substring(end + 1));
  }

  /** Reads the text that the server gives. */
  static SchemaSnapshot parse(int serverMajor, String text) {
    List<CatalogObject> objects = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int end = endOfBlock(text, start);
      objects.add(object(text.substring(start, end)));
      start = end + 1;
    }
    return new SchemaSnapshot(serverMajor, objects);
  }

  /** A block ends before a newline that no space follows. */
  private static int endOfBlock(String text, int start) {
    int end = text.indexOf('\n', start);
    while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == ' ') {
      end = text.indexOf('\n', end + 1);
    }
    return end < 0 ? text.length() : end;
  }

  private static CatalogObject object(String block) {
    int kind = block.indexOf(SEPARATOR);
    int line = block.indexOf('\n');
    int end = line < 0 ? block.length() : line;
    return new CatalogObject(
        block.substring(0, kind),
        block.substring(kind + SEPARATOR.length(), end),
        block.substring(end));
  }

  private String text() {
    return objects.stream().map(o -> key(o) + o.definition()).collect(Collectors.joining("\n"));
  }

  private static String key(CatalogObject o) {
    return o.kind() + SEPARATOR + o.identity();
  }
}
