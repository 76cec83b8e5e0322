package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.FileRequest;
import io.ft.codec.Limits;
import io.ft.codec.WireText;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a server gathers a name, whose end nothing marks but silence. */
class ClassicNameTest {

  private static final String NAME = "some/folder/and a name.tar.gz";

  private final ClassicChannel server = ClassicChannel.server();

  @AfterEach
  void nothingIsLeftOver() {
    server.close();
  }

  @Test
  void nameIsCompleteWhenNothingMoreCame() {
    server.receive(NAME).pass(ClassicChannel.SETTLE_MILLIS - 1);
    assertThat(server.messages()).isEmpty();

    server.pass(1);
    assertThat(server.messages()).containsExactly(new FileRequest(1, NAME));
    assertThat(server.hasTimer()).isFalse();
  }

  @Test
  void nameSplitAtAnyPointIsOneName() {
    for (int split = 1; split < NAME.length(); split++) {
      try (ClassicChannel peer = ClassicChannel.server()) {
        peer.receive(NAME.substring(0, split)).pass(ClassicChannel.SETTLE_MILLIS - 1);
        peer.receive(NAME.substring(split)).pass(ClassicChannel.SETTLE_MILLIS - 1);
        assertThat(peer.messages()).as("split at %d", split).isEmpty();

        peer.pass(1);
        assertThat(peer.messages())
            .as("split at %d", split)
            .containsExactly(new FileRequest(1, NAME));
      }
    }
  }

  @Test
  void eachByteStartsTheSettleTimeAgain() {
    for (int i = 0; i < NAME.length(); i++) {
      server.receive(NAME.substring(i, i + 1)).pass(ClassicChannel.SETTLE_MILLIS - 1);
      assertThat(server.messages()).isEmpty();
    }

    server.pass(1);
    assertThat(server.messages()).containsExactly(new FileRequest(1, NAME));
  }

  @Test
  void emptyReadChangesNothing() {
    server.receive(NAME).pass(ClassicChannel.SETTLE_MILLIS - 1).receive("").pass(1);

    assertThat(server.messages()).containsExactly(new FileRequest(1, NAME));
  }

  @Test
  void longestNameWaitsForItsEnd() {
    String name = "n".repeat(Limits.MAX_PATH_BYTES);

    server.receive(name);
    assertThat(server.messages()).isEmpty();

    server.pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(server.messages()).containsExactly(new FileRequest(1, name));
  }

  @Test
  void longerNameIsHandedOnAtOnce() {
    String name = "n".repeat(Limits.MAX_PATH_BYTES + 1);

    server.receive(name);

    assertThat(server.messages()).containsExactly(new FileRequest(1, name));
    assertThat(server.hasTimer()).isFalse();
  }

  @Test
  void nameThatGrowsTooLongIsHandedOnAtOnce() {
    String name = "n".repeat(Limits.MAX_PATH_BYTES);

    server.receive(name).pass(1).receive("x");

    assertThat(server.messages()).containsExactly(new FileRequest(1, name + "x"));
    assertThat(server.hasTimer()).isFalse();

    server.pass(1_000_000);
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void nothingIsKeptOfWhatFollowsATooLongName() {
    server.receive("n".repeat(Limits.MAX_PATH_BYTES + 1)).receive("more");
    server.assertRefused();

    for (int i = 0; i < 100; i++) {
      server.receive("n".repeat(10_000));
    }
    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void nameOutsideAsciiIsReadAsUtf8() {
    String name = "\u00fcber/\u20ac/\ud83d\ude00";

    server.receive(asBytes(name)).pass(ClassicChannel.SETTLE_MILLIS);

    assertThat(server.messages()).containsExactly(new FileRequest(1, name));
  }

  @Test
  void nameThatIsNotUtf8IsKeptApart() {
    server.receive("a\u00ffb\u00c3").pass(ClassicChannel.SETTLE_MILLIS);

    String path = ((FileRequest) server.messages().get(0)).path();
    assertThat(path).isEqualTo("a\udcffb\udcc3");
    assertThat(WireText.isValid(path)).isFalse();
  }

  @Test
  void lineBreakBelongsToTheName() {
    server.receive("name\r\n").pass(ClassicChannel.SETTLE_MILLIS);

    assertThat(server.messages()).containsExactly(new FileRequest(1, "name\r\n"));
  }

  @Test
  void silentClientAsksForNothing() {
    server.pass(1_000_000);

    assertThat(server.messages()).isEmpty();
    assertThat(server.hasTimer()).isFalse();
  }

  @Test
  void nameIsDroppedWhenTheClientClosesBeforeItSettled() {
    server.receive(NAME).peerCloses();
    assertThat(server.hasTimer()).isFalse();

    server.pass(1_000_000);
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void nameIsDroppedWhenTheClientHalfClosesBeforeItSettled() {
    server.receive(NAME).peerHalfCloses();
    assertThat(server.isOpen()).isTrue();

    server.pass(1_000_000);
    assertThat(server.messages()).isEmpty();
    assertThat(server.hasTimer()).isFalse();
    server.assertNotRefused();
  }

  @Test
  void nameIsDroppedWhenTheCodecIsRemoved() {
    server.receive(NAME);
    server.embedded().pipeline().remove("codec");
    assertThat(server.hasTimer()).isFalse();

    // what the codec had gathered goes on to the next handler
    assertThat(server.embedded().releaseInbound()).isTrue();
  }

  private static String asBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
