package dev.memdb.migration;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the versions of a set make one line: none twice, and none missing.
 *
 * <p>A missing number is refused because it is nearly always a file that was forgotten, in a commit
 * or in one of several ConfigMaps; found later, it would have to run after its successors. That can
 * only be seen where people count: not with dots, nor in dates, which have eight digits and more.
 */
final class VersionOrder {
  private static final BigInteger FIRST_DATE = BigInteger.valueOf(10_000_000);

  /** More are not named one by one. */
  private static final int NAMED = 5;

  private VersionOrder() {}

  /** Puts names in the order in which they run, and says what is wrong with it. */
  static void sort(List<FileName> names, Problems problems) {
    names.sort(Comparator.comparing(FileName::version).thenComparing(FileName::text));
    for (int i = 1; i < names.size(); i++) {
      FileName name = names.get(i);
      FileName earlier = names.get(i - 1);
      if (name.version().equals(earlier.version())) {
        problems.add(
            name.text(),
            "it has the same version as " + earlier.text() + "; each version is there once");
      }
    }
    gaps(names.stream().map(FileName::version).toList(), problems);
  }

  private static void gaps(List<Version> versions, Problems problems) {
    if (!countedByOnes(versions)) {
      return;
    }
    var missing = new ArrayList<String>();
    BigInteger expected = null;
    for (Version version : versions) {
      if (expected != null && version.number().compareTo(expected) > 0) {
        missing.add(range(expected, version.number().subtract(BigInteger.ONE)));
      }
      expected = version.number().add(BigInteger.ONE);
    }
    if (!missing.isEmpty()) {
      problems.add(message(missing));
    }
  }

  private static boolean countedByOnes(List<Version> versions) {
    boolean counted =
        versions.stream().allMatch(v -> v.isWhole() && v.number().compareTo(FIRST_DATE) < 0);
    return counted && 2 * versions.stream().filter(VersionOrder::isTen).count() <= versions.size();
  }

  private static boolean isTen(Version version) {
    return version.number().mod(BigInteger.TEN).signum() == 0;
  }

  private static String range(BigInteger from, BigInteger to) {
    return from.equals(to) ? from.toString() : from + " to " + to;
  }

  private static String message(List<String> missing) {
    boolean one = missing.size() == 1 && !missing.get(0).contains(" ");
    String named = String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())));
    int more = missing.size() - NAMED;
    return (one ? "version " : "versions ")
        + named
        + (more > 0 ? " and " + more + " more" : "")
        + (one ? " is" : " are")
        + " missing. Add what was forgotten, or number the files without a gap.";
  }
}
