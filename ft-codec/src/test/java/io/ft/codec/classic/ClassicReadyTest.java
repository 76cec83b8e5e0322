package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.Exists;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may say after its name: READY, once it knows the size, and nothing else. */
class ClassicReadyTest {

  private static final Ready WHOLE_FILE = new Ready(1, 0, Long.MAX_VALUE);

  private final ClassicChannel server = ClassicChannel.server();

  @AfterEach
  void nothingIsLeftOver() {
    server.close();
  }

  @Test
  void readyAsksForTheWholeFile() {
    sendSize(server);

    server.receive("READY");

    assertThat(server.messages()).containsExactly(WHOLE_FILE);
  }

  @Test
  void readySplitAtAnyPointIsReady() {
    for (int split = 1; split < 5; split++) {
      try (ClassicChannel peer = ClassicChannel.server()) {
        sendSize(peer);
        peer.receive("READY".substring(0, split)).pass(1_000_000);
        assertThat(peer.messages()).as("split at %d", split).isEmpty();

        peer.receive("READY".substring(split));
        assertThat(peer.messages()).as("split at %d", split).containsExactly(WHOLE_FILE);
        peer.assertNotRefused();
      }
    }
  }

  @Test
  void readyLetterByLetterIsReady() {
    sendSize(server);
    for (String letter : new String[] {"R", "E", "A", "D"}) {
      server.receive(letter);
      assertThat(server.messages()).isEmpty();
    }

    server.receive("Y");
    assertThat(server.messages()).containsExactly(WHOLE_FILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X", "ready", "REAX", "READX", "READY\n", "READYREADY", " READY", "\0"})
  void anythingElseIsRefused(String bytes) {
    sendSize(server);

    server.receive(bytes);

    server.assertRefused();
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void wrongLetterIsRefusedWhereverTheWordIsCut() {
    for (int split = 0; split < 5; split++) {
      try (ClassicChannel peer = ClassicChannel.server()) {
        sendSize(peer);
        peer.receive("READY".substring(0, split));
        peer.assertNotRefused();

        peer.receive("?");
        peer.assertRefused();
        assertThat(peer.messages()).isEmpty();
      }
    }
  }

  @Test
  void bytesBeforeTheAnswerAreRefused() {
    server.receive("f").pass(ClassicChannel.SETTLE_MILLIS).receive("READY");

    server.assertRefused();
    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void bytesBetweenExistsAndTheSizeAreRefused() {
    server.receive("f").pass(ClassicChannel.SETTLE_MILLIS);
    server.write(exists());
    server.pass(ClassicChannel.GAP_MILLIS - 1).receive("READY");

    server.assertRefused();
    assertThat(server.messages()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "READY", "\n"})
  void bytesAfterReadyAreRefused(String bytes) {
    sendSize(server);
    server.receive("READY");
    assertThat(server.messages()).containsExactly(WHOLE_FILE);

    server.receive(bytes);

    server.assertRefused();
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void nothingIsReadAfterAnError() {
    sendSize(server);
    server.receive("x");
    server.assertRefused();

    // a second error would make the channel fail
    server.receive("READY").receive("x").pass(1_000_000).receive("READY");

    assertThat(server.messages()).isEmpty();
  }

  private static void sendSize(ClassicChannel peer) {
    peer.receive("f").pass(ClassicChannel.SETTLE_MILLIS);
    peer.write(exists());
    peer.pass(ClassicChannel.GAP_MILLIS);
    assertThat(peer.messages()).hasSize(1);
    assertThat(peer.sent()).isEqualTo("EXISTS13");
  }

  private static Exists exists() {
    return new Exists(1, 13, Instant.EPOCH, Tag.NONE, 4096, null);
  }
}
