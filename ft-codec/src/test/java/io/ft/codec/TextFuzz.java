package io.ft.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.testing.Allocations;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Text of a peer: none of its bytes is lost, and what is shown of it is harmless and says all. */
class TextFuzz {

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:([\\\\nrt])|x([0-9A-F]{2})|u\\{([0-9A-F]+)})");

  /** What moves a cursor, ends a line, turns the direction of writing, or cannot be seen. */
  private static final Pattern HARMFUL = Pattern.compile("[\\p{C}\\u2028\\u2029]");

  static Stream<byte[]> seeds() {
    return Stream.of(
            "a/b", "\\x41\n\r\t\u0001", "\u202e\u00e9\ud83d\ude00\u2028", "\u001b[0m\u009b")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    Allocations.check(() -> check(data));
  }

  private static void check(byte[] bytes) {
    Allocations allocations = new Allocations();
    allocations.count(() -> Printable.escape(WireText.decode(bytes)));
    allocations.assertInProportionTo(bytes.length);

    String text = WireText.decode(bytes);
    assertThat(WireText.encode(text)).isEqualTo(bytes);
    assertThat(WireText.isValid(text)).isEqualTo(isUtf8(bytes));

    String shown = Printable.escape(text);
    assertThat(HARMFUL.matcher(shown).find()).as(shown).isFalse();
    assertThat(ESCAPE.matcher(shown).replaceAll("").indexOf('\\')).isNegative();
    assertThat(unescape(shown)).isEqualTo(text);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String unescape(String shown) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (MatchResult escape : ESCAPE.matcher(shown).results().toList()) {
      text.append(shown, at, escape.start());
      if (escape.group(1) != null) {
        text.append("\\\n\r\t".charAt("\\nrt".indexOf(escape.group(1))));
      } else if (escape.group(2) != null) {
        text.append((char) (0xDC00 + Integer.parseInt(escape.group(2), 16)));
      } else {
        text.appendCodePoint(Integer.parseInt(escape.group(3), 16));
      }
      at = escape.end();
    }
    return text.append(shown.substring(at)).toString();
  }
}
