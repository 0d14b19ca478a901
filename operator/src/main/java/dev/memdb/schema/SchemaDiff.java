package dev.memdb.schema;

import java.util.*;

/** stub */
public final class SchemaDiff {
  private SchemaDiff() {}

  public static List<Difference> between(SchemaSnapshot a, SchemaSnapshot b) {
    List<Difference> d = new ArrayList<>();
    for (var o : a.objects())
      if (!b.objects().contains(o)) d.add(new Difference("missing " + o.identity()));
    for (var o : b.objects())
      if (!a.objects().contains(o)) d.add(new Difference("extra " + o.identity()));
    return d;
  }
}
