package io.ft.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.codec.WireText;
import io.ft.testing.Allocations;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The path of an entry from a server, judged here once more on its bytes: docs/protocol.md, P-1.
 */
class PathRulesFuzz {

  static Stream<byte[]> seeds() {
    return Stream.of("a/b.txt", "../x", ".hidden/..x", "a//b", "\u00e9/\0", "/etc", "a/.", "a/")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    Allocations.check(() -> check(data));
  }

  private static void check(byte[] bytes) {
    boolean[] taken = new boolean[1];
    Allocations allocations = new Allocations();
    allocations.count(() -> taken[0] = PathRules.violation(WireText.decode(bytes)) == null);
    allocations.assertInProportionTo(bytes.length);

    assertThat(taken[0]).isEqualTo(isPath(bytes));
  }

  private static boolean isPath(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      return false;
    }
    String text = "/" + new String(bytes, StandardCharsets.ISO_8859_1) + "/";
    return bytes.length <= 1024
        && !text.contains("\0")
        && !text.contains("//")
        && !text.contains("/./")
        && !text.contains("/../");
  }
}
