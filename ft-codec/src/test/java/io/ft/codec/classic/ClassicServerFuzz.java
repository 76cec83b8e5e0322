package io.ft.codec.classic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.Message;
import io.ft.codec.Ready;
import io.ft.codec.WireText;
import io.ft.testing.Allocations;
import io.ft.testing.FuzzChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client sends in the classic dialect, and when. */
class ClassicServerFuzz {

  static Stream<byte[]> seeds() {
    return Stream.of(
        ClassicScript.seed("a/b.txt", "READY"),
        ClassicScript.seed("a\u00ff", "REA", "DY"),
        ClassicScript.seed("x", "READY", "more"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    Allocations.check(() -> check(ClassicScript.of(data)));
  }

  private static void check(ClassicScript script) {
    try (FuzzChannel server = ClassicScript.server();
        FuzzChannel joined = ClassicScript.server()) {
      script.play(server);
      script.joined().play(joined);

      assertIsAnExchange(server, script);
      // More bytes than a name has end the wait for the rest of it.
      if (script.allBytes().length <= Limits.MAX_PATH_BYTES) {
        ClassicScript.assertSame(server, joined);
      }
    }
  }

  private static void assertIsAnExchange(FuzzChannel server, ClassicScript script) {
    List<FileRequest> requests = ClassicScript.messages(server, FileRequest.class);
    List<Ready> readies = ClassicScript.messages(server, Ready.class);
    assertThat(requests).hasSizeBetween(readies.size(), 1);
    assertThat(server.said()).hasSize(requests.size() + readies.size());
    String sent = new String(server.sent(), US_ASCII);
    if (requests.isEmpty()) {
      assertThat(sent).isEmpty();
    } else {
      assertThat(script.allBytes()).startsWith(WireText.encode(requests.get(0).path()));
      assertThat(sent).isIn("EXISTS", "EXISTS" + ClassicScript.SIZE_BYTES);
    }
    if (!readies.isEmpty()) {
      assertThat(server.said()).last().isInstanceOf(Message.class).isEqualTo(readies.get(0));
      assertThat(sent).hasSizeGreaterThan("EXISTS".length());
    }
  }
}
