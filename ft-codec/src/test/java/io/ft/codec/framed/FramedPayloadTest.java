package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.Hello;
import io.ft.codec.Tag;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payloads in frames that are right otherwise, written in hexadecimal field by field. */
class FramedPayloadTest {

  private static final String TIME = " 000000006553f100 00000000 ";
  private static final String SIZE = " 0000000000000009 ";
  private static final String NEGATIVE = " 8000000000000000 ";
  private static final String ZERO = " 0000000000000000 ";

  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void trailingByteIsRefusedInAllButHello(GoldenFrame golden) {
    byte[] frame = golden.bytes();
    if (golden.isHello()) {
      return;
    }
    byte[] longer = new byte[frame.length - 16 + 1];
    System.arraycopy(frame, 12, longer, 0, frame.length - 16);
    int id = golden.message().id();

    try (Receiver receiver = new Receiver(golden.sender())) {
      receiver.feed(Frames.GREETING).feed(Frames.frame(frame[0], id, longer));

      receiver.assertRefused(ErrorCode.MALFORMED);
    }
  }

  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void payloadCutAnywhereIsRefused(GoldenFrame golden) {
    byte[] frame = golden.bytes();
    int start = golden.isHello() ? 16 : 12;
    int payloadBytes = frame.length - start - 4;
    for (int length = 0; length < payloadBytes; length++) {
      byte[] shorter = new byte[length];
      System.arraycopy(frame, start, shorter, 0, length);
      int id = golden.message().id();
      try (Receiver receiver = new Receiver(golden.sender())) {
        receiver.feed(golden.isHello() ? Frames.PREFACE : Frames.GREETING);
        receiver.feed(Frames.frame(frame[start - 12], id, shorter));

        receiver.assertRefused(ErrorCode.MALFORMED);
      }
    }
  }

  @Test
  void helloOfALaterVersionMayBeLonger() {
    String payload = "01 02 ffffffffffffffff 00000008 00001000 0000 02 6674 aabbccddee";
    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(Frames.PREFACE).feed(Frames.frame(0x01, 0, payload));

      assertThat(receiver.error()).isNull();
      assertThat(receiver.said())
          .containsExactly(
              new Hello(1, 2, Set.of(Feature.LIST, Feature.SHA256), 8, 4096, "", "ft"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00 01 0000000000000000 00000008 00001000 0000 00, minVersion 0",
    "02 01 0000000000000000 00000008 00001000 0000 00, maxVersion below minVersion",
    "01 01 0000000000000000 00000000 00001000 0000 00, no exchanges",
    "01 01 0000000000000000 ffffffff 00001000 0000 00, negative exchanges",
    "01 01 0000000000000000 00000008 00000fff 0000 00, blocks too small",
    "01 01 0000000000000000 00000008 00800001 0000 00, blocks too large",
    "01 01 0000000000000000 00000008 80000000 0000 00, negative blocks",
    "01 01 0000000000000000 00000008 00001000 0001 00, token longer than the payload",
    "01 01 0000000000000000 00000008 00001000 0000 01, agent longer than the payload",
  })
  void helloOutOfBoundsIsRefused(String payload, String why) {
    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(Frames.PREFACE).feed(Frames.frame(0x01, 0, payload));

      assertThat(receiver.error()).as(why).isNotNull();
      receiver.assertRefused(ErrorCode.MALFORMED);
    }
  }

  @Test
  void tokenLongerThanAllowedIsRefused() {
    String before = "01 01 0000000000000000 00000008 00001000 0401";
    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      String payload = before + "74".repeat(0x401) + "00";
      receiver.feed(Frames.PREFACE).feed(Frames.frame(0x01, 0, payload));

      receiver.assertRefused(ErrorCode.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"04", "80", "07", "ff"})
  void unknownFlagOfRequestIsRefused(String flags) {
    assertRefused(Side.CLIENT, 0x10, flags + "0001 61 00" + ZERO + ZERO + ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "80", "03", "ff"})
  void unknownFlagOfListIsRefused(String flags) {
    assertRefused(Side.CLIENT, 0x20, flags + "0000");
  }

  @Test
  void negativeNumberInAdvanceIsRefused() {
    assertRefused(Side.CLIENT, 0x10, "01 0001 61 00" + NEGATIVE + ZERO + ZERO);
    assertRefused(Side.CLIENT, 0x10, "01 0001 61 00" + ZERO + NEGATIVE + ZERO);
    assertRefused(Side.CLIENT, 0x10, "01 0001 61 00" + ZERO + ZERO + NEGATIVE);
  }

  @Test
  void pathOfRequestMayBeLongerThanAnyFileName() {
    String path = "61".repeat(0x1000);
    try (Receiver receiver = new Receiver(Side.CLIENT)) {
      receiver.feed(Frames.GREETING).feed(Frames.frame(0x10, 1, "00 1000" + path + "00"));

      assertThat(receiver.said()).last().isEqualTo(new FileRequest(1, "a".repeat(0x1000)));
    }
  }

  @Test
  void pathLongerThanThePayloadIsRefused() {
    assertRefused(Side.CLIENT, 0x10, "00 0002 61 00");
    assertRefused(Side.CLIENT, 0x10, "00 4001 61 00");
    assertRefused(Side.CLIENT, 0x10, "00 ffff 61 00");
  }

  @Test
  void tagLongerThanAllowedIsRefused() {
    assertRefused(Side.CLIENT, 0x10, "00 0001 61 41" + "aa".repeat(65));
    assertRefused(Side.SERVER, 0x11, SIZE + TIME + "00001000 41" + "aa".repeat(65) + "00");
    assertRefused(Side.SERVER, 0x21, "01" + SIZE + TIME + "41" + "aa".repeat(65) + "0001 61");
  }

  @Test
  void negativeNumberInReadyIsRefused() {
    assertRefused(Side.CLIENT, 0x13, NEGATIVE + ZERO);
    assertRefused(Side.CLIENT, 0x13, ZERO + NEGATIVE);
  }

  @Test
  void negativeSizeIsRefused() {
    assertRefused(Side.SERVER, 0x11, NEGATIVE + TIME + "00001000 00 00");
    assertRefused(Side.SERVER, 0x21, "01" + NEGATIVE + TIME + "00 0001 61");
  }

  @Test
  void negativeNumberInEndIsRefused() {
    assertRefused(Side.SERVER, 0x15, NEGATIVE);
  }

  @Test
  void negativeNumberInListEndIsRefused() {
    assertRefused(Side.SERVER, 0x22, NEGATIVE + ZERO);
    assertRefused(Side.SERVER, 0x22, ZERO + NEGATIVE);
  }

  @Test
  void blockSizeOutOfBoundsIsRefused() {
    for (String size : new String[] {"00000000", "00000fff", "00800001", "80000000"}) {
      assertRefused(Side.SERVER, 0x11, SIZE + TIME + size + "00 00");
    }
  }

  @Test
  void digestOfAnotherLengthIsRefused() {
    for (int length : new int[] {1, 31, 33, 255}) {
      String digest = "%02x".formatted(length) + "aa".repeat(length);
      assertRefused(Side.SERVER, 0x11, SIZE + TIME + "00001000 00" + digest);
    }
  }

  @Test
  void tooManyNanosecondsAreRefused() {
    for (String nanos : new String[] {"3b9aca00", "80000000", "ffffffff"}) {
      String time = "000000006553f100" + nanos;
      assertRefused(Side.SERVER, 0x11, SIZE + time + "00001000 00 00");
      assertRefused(Side.SERVER, 0x21, "01" + SIZE + time + "00 0001 61");
    }
  }

  @Test
  void timeThatNoClockShowsIsRefused() {
    String[] beyond = {
      "00701cd2fa957900", "ff8fe310146413ff", "7fffffffffffffff", "8000000000000000"
    };
    for (String seconds : beyond) {
      String time = seconds + "00000000";
      assertRefused(Side.SERVER, 0x11, SIZE + time + "00001000 00 00");
      assertRefused(Side.SERVER, 0x21, "01" + SIZE + time + "00 0001 61");
    }
  }

  @Test
  void firstAndLastTimeAreAccepted() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver
          .feed(Frames.GREETING)
          .feed(Frames.frame(0x11, 1, SIZE + "ff8fe31014641400 00000000 00001000 00 00"))
          .feed(Frames.frame(0x11, 2, SIZE + "00701cd2fa9578ff 3b9ac9ff 00001000 00 00"));

      assertThat(receiver.said())
          .endsWith(
              new Exists(1, 9, Instant.MIN, Tag.NONE, 4096, null),
              new Exists(2, 9, Instant.MAX, Tag.NONE, 4096, null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "03", "ff"})
  void unknownKindOfEntryIsRefused(String kind) {
    assertRefused(Side.SERVER, 0x21, kind + SIZE + TIME + "00 0001 61");
  }

  @Test
  void pathOfEntryLongerThanAllowedIsRefused() {
    assertRefused(Side.SERVER, 0x21, "01" + SIZE + TIME + "00 0401" + "61".repeat(0x401));
  }

  @Test
  void negativePlaceIsRefused() {
    assertRefused(Side.SERVER, 0x06, "00000000 80000000");
  }

  @Test
  void negativeLastIdIsRefused() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(Frames.frame(0x04, 0, "80000000 00000000 0000"));

      receiver.assertRefused(ErrorCode.MALFORMED);
    }
  }

  @Test
  void unknownErrorCodeReadsAsUnknown() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver
          .feed(Frames.GREETING)
          .feed(Frames.frame(0x05, 1, "ffff 0000"))
          .feed(Frames.frame(0x05, 2, "000e 0000"));

      assertThat(receiver.said())
          .endsWith(new Failure(1, ErrorCode.UNKNOWN, ""), new Failure(2, ErrorCode.UNKNOWN, ""));
    }
  }

  @Test
  void textThatIsNotUtf8IsKeptApart() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(Frames.frame(0x05, 1, "0007 0003 61ff62"));

      assertThat(receiver.said())
          .last()
          .isEqualTo(new Failure(1, ErrorCode.READ_ERROR, "a\udcffb"));
    }
  }

  private static void assertRefused(Side sender, int code, String payload) {
    try (Receiver receiver = new Receiver(sender)) {
      receiver.feed(Frames.GREETING).feed(Frames.frame(code, 1, payload));

      receiver.assertRefused(ErrorCode.MALFORMED);
    }
  }
}
