package dev.memdb.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A script as both sides see it: Java counts UTF-16 characters, the parser counts bytes of UTF-8 in
 * its trees and code points in its errors, and people count lines and columns.
 */
final class Script {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final String text;
  private final int start;
  private final byte[] utf8;
  private final int[] lineStarts;

  /** Where the last look-up ended; statements come in order, so the next one begins there. */
  private int lastByte;

  private int lastChar;

  Script(String text) {
    this.text = text;
    this.start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    this.utf8 = text.substring(start).getBytes(StandardCharsets.UTF_8);
    this.lineStarts = lineStarts(text);
    this.lastChar = start;
  }

  /** What the parser gets: no byte order mark, which is no part of SQL. */
  byte[] utf8() {
    return utf8;
  }

  String text() {
    return text;
  }

  /**
   * The first character that cannot be handed to PostgreSQL, or -1: NUL, which would end the text
   * for it, or half of a surrogate pair, which has no UTF-8.
   */
  int firstForbidden() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return i;
      }
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  /** The index of the character whose UTF-8 begins at a byte; quick when asked in order. */
  int charAtByte(int byteOffset) {
    if (byteOffset < lastByte) {
      lastByte = 0;
      lastChar = start;
    }
    while (lastByte < byteOffset && lastByte < utf8.length) {
      int width = width(utf8[lastByte]);
      lastByte += width;
      lastChar += width == 4 ? 2 : 1;
    }
    return lastChar;
  }

  /** The index of the n-th code point, counted from 0. */
  int charAtCodePoint(int codePoint) {
    int available = text.codePointCount(start, text.length());
    return text.offsetByCodePoints(start, Math.max(0, Math.min(codePoint, available)));
  }

  /** The line of a character, both LF and CRLF ending one, counted from 1. */
  int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The column of a character in code points, counted from 1. */
  int column(int offset) {
    int lineStart = Math.max(lineStarts[line(offset) - 1], Math.min(start, offset));
    return text.codePointCount(lineStart, offset) + 1;
  }

  private static int width(byte first) {
    if (first >= 0) {
      return 1;
    }
    return (first & 0xF0) == 0xF0 ? 4 : (first & 0xE0) == 0xE0 ? 3 : 2;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int lines = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (lines == starts.length) {
        starts = Arrays.copyOf(starts, lines * 2);
      }
      starts[lines++] = i + 1;
    }
    return Arrays.copyOf(starts, lines);
  }
}
