package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonTreeTest {
  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aTreeIsWhatDataBindingMakesOfIt() throws IOException {
    for (String text :
        List.of(
            "{}",
            "[]",
            "\"é😀\\u0041\\n\"",
            "[1, -2147483648, 2147483648, 99999999999999999999, 1.5, 1e3, true, false, null, \"\"]",
            "{\"a\": {\"b\": [{}, [], {\"c\": [[1], {\"d\": null}]}], \"e\": \"f\"}, \"g\": [[[]]]}",
            "{\"a\": 1, \"a\": 2}")) {
      assertThat(JsonTree.read(utf8(text))).as(text).isEqualTo(new ObjectMapper().readTree(text));
    }
  }

  @Test
  void whatIsNoTreeIsRefused() {
    for (String text : List.of("", "{", "[1", "{\"a\":", "nothing", "]", "{\"a\": ]}")) {
      assertThatThrownBy(() -> JsonTree.read(utf8(text))).as(text).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> JsonTree.read(utf8("[".repeat(5_001))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nesting depth");
  }
}
