package io.ft.codec.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Limits;
import io.ft.codec.NotExists;
import io.ft.codec.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a client reads the answer, whose words may come joined, apart or cut anywhere. */
class ClassicAnswerTest {

  private static final String JOINED = "EXISTS1234567";

  private final ClassicChannel client = ClassicChannel.client();

  @AfterEach
  void nothingIsLeftOver() {
    client.close();
  }

  @Test
  void joinedAnswerIsUnderstood() {
    client.receive(JOINED).pass(ClassicChannel.SETTLE_MILLIS - 1);
    assertThat(client.messages()).isEmpty();

    client.pass(1);
    assertThat(client.messages()).containsExactly(exists(1234567));
    assertThat(client.hasTimer()).isFalse();
  }

  @Test
  void fileBeyondTheLimitIsRefused() {
    try (ClassicChannel modest = ClassicChannel.client(Limits.DEFAULT.withMaxFileBytes(1234566))) {
      modest.receive(JOINED).pass(ClassicChannel.SETTLE_MILLIS);

      assertThat(modest.messages()).isEmpty();
      modest.assertRefused(ErrorCode.LIMIT_EXCEEDED);
      modest.receive("12").pass(ClassicChannel.SETTLE_MILLIS);
      assertThat(modest.messages()).isEmpty();
    }
  }

  @Test
  void answerSplitAtAnyPointIsUnderstood() {
    for (int split = 1; split < JOINED.length(); split++) {
      try (ClassicChannel peer = ClassicChannel.client()) {
        peer.receive(JOINED.substring(0, split)).pass(ClassicChannel.SETTLE_MILLIS - 1);
        peer.receive(JOINED.substring(split)).pass(ClassicChannel.SETTLE_MILLIS - 1);
        assertThat(peer.messages()).as("split at %d", split).isEmpty();

        peer.pass(1);
        assertThat(peer.messages()).as("split at %d", split).containsExactly(exists(1234567));
      }
    }
  }

  @Test
  void answerByteByByteIsUnderstood() {
    for (int i = 0; i < JOINED.length(); i++) {
      client.receive(JOINED.substring(i, i + 1)).pass(ClassicChannel.SETTLE_MILLIS - 1);
      assertThat(client.messages()).isEmpty();
    }

    client.pass(1);
    assertThat(client.messages()).containsExactly(exists(1234567));
  }

  @Test
  void sizeMayComeAnyTimeLater() {
    client.receive("EXISTS").pass(1_000_000);
    assertThat(client.messages()).isEmpty();
    assertThat(client.hasTimer()).isFalse();

    client.receive("7").pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(client.messages()).containsExactly(exists(7));
  }

  @Test
  void missingFileSplitAtAnyPointIsUnderstood() {
    String word = "NOT_EXISTS";
    for (int split = 1; split < word.length(); split++) {
      try (ClassicChannel peer = ClassicChannel.client()) {
        peer.receive(word.substring(0, split)).pass(1_000_000);
        assertThat(peer.messages()).as("split at %d", split).isEmpty();

        peer.receive(word.substring(split));
        assertThat(peer.messages()).as("split at %d", split).containsExactly(new NotExists(1));
        peer.assertNotRefused();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "9223372036854775807, 9223372036854775807", "007, 7"})
  void sizeIsRead(String digits, long size) {
    client.receive("EXISTS").receive(digits).pass(ClassicChannel.SETTLE_MILLIS);

    assertThat(client.messages()).containsExactly(exists(size));
  }

  @Test
  void sizeAboveTheLargestIsRefused() {
    client.receive("EXISTS9223372036854775808");
    client.assertNotRefused();

    client.pass(ClassicChannel.SETTLE_MILLIS);
    client.assertRefused();
    assertThat(client.messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXISTS12345678901234567890", "EXISTS00000000000000000000"})
  void twentiethDigitIsRefused(String bytes) {
    client.receive(bytes.substring(0, bytes.length() - 1));
    client.assertNotRefused();

    client.receive(bytes.substring(bytes.length() - 1));
    client.assertRefused();

    client.pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(client.messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXISTS-1",
        "EXISTS+1",
        "EXISTS 1",
        "EXISTS1 ",
        "EXISTS1\n",
        "EXISTSx",
        "EXISTS1/2"
      })
  void byteThatIsNoDigitIsRefused(String bytes) {
    client.receive(bytes);
    client.assertRefused();

    client.pass(ClassicChannel.SETTLE_MILLIS);
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void byteThatIsNoDigitIsRefusedWhereverTheSizeIsCut() {
    String digits = "1234567890";
    for (int split = 0; split <= digits.length(); split++) {
      try (ClassicChannel peer = ClassicChannel.client()) {
        peer.receive("EXISTS").receive(digits.substring(0, split)).receive(":");

        peer.assertRefused();
        peer.pass(ClassicChannel.SETTLE_MILLIS);
        assertThat(peer.messages()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X", "exists", "EXIT", "NOT EXISTS", "NOT_FOUND", "\0", "13", "HTTP/1.1"})
  void anotherAnswerIsRefused(String bytes) {
    client.receive(bytes);

    client.assertRefused();
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void bytesAfterMissingFileAreRefused() {
    client.receive("NOT_EXISTS").receive("0");

    client.assertRefused();
    assertThat(client.messages()).containsExactly(new NotExists(1));
  }

  @Test
  void bytesJoinedToMissingFileAreRefused() {
    client.receive("NOT_EXISTS0");

    client.assertRefused();
    assertThat(client.messages()).containsExactly(new NotExists(1));
  }

  @Test
  void bytesBetweenSizeAndReadyAreRefused() {
    client.receive(JOINED).pass(ClassicChannel.SETTLE_MILLIS).receive("8");

    client.assertRefused();
    assertThat(client.messages()).containsExactly(exists(1234567));
  }

  @Test
  void sizeIsDroppedWhenTheServerClosesBeforeItSettled() {
    client.receive(JOINED).peerCloses();
    assertThat(client.hasTimer()).isFalse();

    client.pass(1_000_000);
    assertThat(client.messages()).isEmpty();
    client.assertNotRefused();
  }

  @Test
  void sizeIsDroppedWhenTheClientClosesBeforeItSettled() {
    client.receive(JOINED);
    client.embedded().pipeline().close();
    client.embedded().runPendingTasks();

    client.pass(1_000_000);
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void closeWithoutAnAnswerSaysNothing() {
    for (String begun : new String[] {"", "E", "EXISTS", "NOT_EXIST"}) {
      try (ClassicChannel peer = ClassicChannel.client()) {
        peer.receive(begun).peerCloses();

        assertThat(peer.messages()).isEmpty();
        peer.assertNotRefused();
      }
    }
  }

  @Test
  void nothingIsReadAfterAnError() {
    client.receive("X");
    client.assertRefused();

    // a second error would make the channel fail
    client.receive(JOINED).receive("X").pass(1_000_000).peerCloses();

    assertThat(client.messages()).isEmpty();
  }

  private static Exists exists(long size) {
    return new Exists(1, size, null, Tag.NONE, ClassicClientDecoder.BLOCK_BYTES, null);
  }
}
