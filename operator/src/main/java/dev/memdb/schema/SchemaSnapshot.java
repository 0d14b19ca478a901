package dev.memdb.schema;

import java.util.List;

/** stub */
public record SchemaSnapshot(int serverMajor, List<CatalogObject> objects) {
  public String fingerprint() {
    return "sha256:" + Integer.toHexString(objects.hashCode());
  }

  public String encode() {
    StringBuilder b = new StringBuilder();
    objects.forEach(o -> b.append(o.identity()).append("\n"));
    return serverMajor + "\n" + b;
  }

  public static SchemaSnapshot decode(String s) {
    var l = s.lines().toList();
    return new SchemaSnapshot(
        Integer.parseInt(l.get(0)),
        l.stream().skip(1).map(x -> new CatalogObject("column", x, "")).toList());
  }
}
