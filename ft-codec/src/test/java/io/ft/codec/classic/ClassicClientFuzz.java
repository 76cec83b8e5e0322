package io.ft.codec.classic;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ft.codec.End;
import io.ft.codec.Exists;
import io.ft.codec.NotExists;
import io.ft.testing.Allocations;
import io.ft.testing.FuzzChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server sends in the classic dialect, and when. */
class ClassicClientFuzz {

  static Stream<byte[]> seeds() {
    return Stream.of(
        ClassicScript.seed("EXISTS", "3", "abc"),
        ClassicScript.seed("EXISTS12", "abcdef", "ghijkl"),
        ClassicScript.seed("EXISTS0"),
        ClassicScript.seed("NOT_EXISTS"),
        ClassicScript.seed("EXISTS9223372036854775808"));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] data) {
    Allocations.check(() -> check(ClassicScript.of(data)));
  }

  private static void check(ClassicScript script) {
    try (FuzzChannel client = ClassicScript.client();
        FuzzChannel joined = ClassicScript.client()) {
      script.play(client);
      script.joined().play(joined);

      assertIsAnExchange(client, script);
      ClassicScript.assertSame(client, joined);
    }
  }

  private static void assertIsAnExchange(FuzzChannel client, ClassicScript script) {
    String came = HexFormat.of().formatHex(script.allBytes());
    List<Exists> answers = ClassicScript.messages(client, Exists.class);
    String data =
        client.said().stream()
            .filter(FuzzChannel.Bytes.class::isInstance)
            .map(each -> ((FuzzChannel.Bytes) each).hex())
            .collect(Collectors.joining());
    if (answers.isEmpty()) {
      assertThat(data).isEmpty();
      assertThat(client.sent()).isEmpty();
      assertThat(client.said()).hasSizeLessThanOrEqualTo(1).allMatch(NotExists.class::isInstance);
      return;
    }
    long size = answers.get(0).size();
    assertThat(answers).hasSize(1);
    assertThat(came).startsWith(hex("EXISTS"));
    assertThat(data.length() / 2L).isLessThanOrEqualTo(size);
    assertThat(came).contains(hex(Long.toString(size)) + data);
    for (End end : ClassicScript.messages(client, End.class)) {
      assertThat(data.length() / 2L).isEqualTo(size).isEqualTo(end.length());
      assertThat(client.error()).isNull();
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
