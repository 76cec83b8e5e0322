package io.ft.codec.framed;

import static org.assertj.core.api.Assertions.assertThat;

import io.ft.codec.ErrorCode;
import io.ft.codec.Limits;
import io.ft.codec.ProtocolException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that break a rule which holds for every kind of frame; all else about them is right. */
class FramedMalformedTest {

  private static final int MAX_BLOCK_BYTES = 1 << 20;

  @ParameterizedTest
  @ValueSource(strings = {"01", "0067", "006675", "00667402", "ff667401", "16030100"})
  void wrongPrefaceIsRefused(String hex) {
    assertRefused(Side.CLIENT, ErrorCode.MALFORMED, Frames.hex(hex));
  }

  @Test
  void whatShowsNoPrefaceToAClientIsNotTold() {
    try (Receiver server = new Receiver(Side.SERVER);
        Receiver client = new Receiver(Side.CLIENT)) {
      server.feed(Frames.hex("01"));
      client.feed(Frames.hex("01"));

      assertThat(server.error()).isNotNull().returns(false, ProtocolException::isTellable);
      assertThat(client.error()).isNotNull().returns(true, ProtocolException::isTellable);
    }
  }

  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void frameBeforeHelloIsRefused(GoldenFrame golden) {
    if (!golden.isHello()) {
      assertRefused(golden.sender(), ErrorCode.MALFORMED, Frames.PREFACE, golden.bytes());
    }
  }

  @Test
  void blockBeforeHelloIsRefused() {
    assertRefused(
        Side.SERVER, ErrorCode.MALFORMED, Frames.PREFACE, Frames.block(1, 0, new byte[5]));
  }

  @Test
  void unknownFrameBeforeHelloIsRefused() {
    assertRefused(Side.CLIENT, ErrorCode.MALFORMED, Frames.PREFACE, Frames.frame(0x80, 0, "aabb"));
  }

  @ParameterizedTest
  @EnumSource
  void secondHelloIsRefused(Side peer) {
    byte[] again = Arrays.copyOfRange(Frames.GREETING, 4, Frames.GREETING.length);

    assertRefused(peer, ErrorCode.MALFORMED, Frames.GREETING, again);
  }

  @ParameterizedTest
  @EnumSource(names = {"GO_AWAY", "BUSY", "EXISTS", "NOT_EXISTS", "END", "ENTRY", "LIST_END"})
  void clientMustNotSendFramesOfServers(FrameType type) {
    assertRefused(
        Side.CLIENT, ErrorCode.MALFORMED, Frames.GREETING, header(type, type.minPayloadBytes, 1));
  }

  @Test
  void clientMustNotSendBlocks() {
    assertRefused(
        Side.CLIENT, ErrorCode.MALFORMED, Frames.GREETING, Frames.blockHeader(4096, 1, 0));
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUEST", "READY", "CANCEL", "LIST"})
  void serverMustNotSendFramesOfClients(FrameType type) {
    assertRefused(
        Side.SERVER, ErrorCode.MALFORMED, Frames.GREETING, header(type, type.minPayloadBytes, 1));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REQUEST",
        "EXISTS",
        "NOT_EXISTS",
        "READY",
        "END",
        "CANCEL",
        "LIST",
        "ENTRY",
        "LIST_END"
      })
  void frameOfAnExchangeNeedsItsId(FrameType type) {
    for (int id : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertRefused(
          sender(type),
          ErrorCode.MALFORMED,
          Frames.GREETING,
          header(type, type.minPayloadBytes, id));
    }
  }

  @Test
  void blockNeedsAnId() {
    for (int id : new int[] {0, -1, Integer.MIN_VALUE}) {
      assertRefused(
          Side.SERVER, ErrorCode.MALFORMED, Frames.GREETING, Frames.blockHeader(4096, id, 0));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PING", "PONG", "GO_AWAY"})
  void frameOfTheConnectionHasNoId(FrameType type) {
    for (int id : new int[] {1, -1, Integer.MAX_VALUE}) {
      assertRefused(
          Side.SERVER,
          ErrorCode.MALFORMED,
          Frames.GREETING,
          header(type, type.minPayloadBytes, id));
    }
  }

  @Test
  void helloHasNoId() {
    assertRefused(Side.CLIENT, ErrorCode.MALFORMED, Frames.PREFACE, Frames.header(0x01, 21, 1));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILURE", "BUSY"})
  void negativeIdIsRefusedEvenWhereNoneIsNeeded(FrameType type) {
    assertRefused(
        Side.SERVER, ErrorCode.MALFORMED, Frames.GREETING, header(type, type.minPayloadBytes, -1));
  }

  /** Only the header is fed: what is too short is known before the payload is awaited. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HELLO", "BLOCK", "NOT_EXISTS", "CANCEL"})
  void tooShortPayloadIsRefusedByItsHeader(FrameType type) {
    for (int length : new int[] {0, type.minPayloadBytes - 1}) {
      assertRefused(
          sender(type), ErrorCode.MALFORMED, Frames.GREETING, header(type, length, anId(type)));
    }
  }

  /** Only the header is fed: what is too long is never awaited, let alone kept. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"HELLO", "BLOCK"})
  void tooLongPayloadIsRefusedByItsHeader(FrameType type) {
    for (int length : new int[] {type.maxPayloadBytes + 1, 0xFF_FFFF}) {
      assertRefused(
          sender(type), ErrorCode.MALFORMED, Frames.GREETING, header(type, length, anId(type)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, Limits.MAX_CONTROL_PAYLOAD_BYTES + 1, 0xFF_FFFF})
  void helloOfAnotherLengthIsRefusedByItsHeader(int length) {
    assertRefused(Side.CLIENT, ErrorCode.MALFORMED, Frames.PREFACE, Frames.header(0x01, length, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, MAX_BLOCK_BYTES + 1, Limits.MAX_BLOCK_BYTES, 0xFF_FFFF})
  void blockOfAnotherLengthThanAnnouncedIsRefusedByItsHeader(int length) {
    assertRefused(
        Side.SERVER, ErrorCode.MALFORMED, Frames.GREETING, Frames.blockHeader(length, 1, 0));
  }

  @Test
  void blockOfTheAnnouncedLengthIsAccepted() {
    try (Receiver receiver = new Receiver(Side.SERVER, MAX_BLOCK_BYTES)) {
      receiver.feed(Frames.GREETING).feed(Frames.blockHeader(MAX_BLOCK_BYTES, 1, 0));

      assertThat(receiver.error()).isNull();
      assertThat(receiver.transcript().open()).isNotNull();
    }
  }

  @Test
  void blockThatEndsBeyondTheLargestFileIsRefused() {
    for (long offset : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 4095}) {
      assertRefused(
          Side.SERVER, ErrorCode.MALFORMED, Frames.GREETING, Frames.blockHeader(4096, 1, offset));
    }
  }

  @Test
  void blockThatEndsTheLargestFileIsAccepted() {
    try (Receiver receiver = new Receiver(Side.SERVER)) {
      receiver.feed(Frames.GREETING).feed(Frames.blockHeader(4096, 1, Long.MAX_VALUE - 4096));

      assertThat(receiver.error()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x07, 0x0F, 0x17, 0x1F, 0x23, 0x7F})
  void unknownFrameBelowTheSkippableIsRefused(int code) {
    assertRefused(Side.SERVER, ErrorCode.MALFORMED, Frames.GREETING, Frames.header(code, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {Limits.MAX_CONTROL_PAYLOAD_BYTES + 1, 0xFF_FFFF})
  void tooLongUnknownFrameIsRefusedByItsHeader(int length) {
    assertRefused(
        Side.SERVER, ErrorCode.MALFORMED, Frames.GREETING, Frames.header(0x80, length, 1));
  }

  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void damagedHeaderIsRefused(GoldenFrame golden) {
    if (golden.isHello()) {
      return;
    }
    for (int i = 0; i < FrameFormat.HEADER_BYTES; i++) {
      byte[] damaged = golden.bytes();
      damaged[i] ^= 0x40;
      byte[] header = Arrays.copyOf(damaged, FrameFormat.HEADER_BYTES);
      assertRefused(golden.sender(), ErrorCode.CHECKSUM, Frames.GREETING, header);
    }
  }

  @Test
  void damagedBlockHeaderIsRefused() {
    for (int i = 0; i < FrameFormat.BLOCK_HEADER_BYTES; i++) {
      byte[] header = Frames.blockHeader(4096, 1, 8192);
      header[i] ^= 0x40;
      assertRefused(Side.SERVER, ErrorCode.CHECKSUM, Frames.GREETING, header);
    }
  }

  @ParameterizedTest
  @FieldSource("io.ft.codec.framed.GoldenFrame#ALL")
  void damagedPayloadIsRefused(GoldenFrame golden) {
    int start = FrameFormat.HEADER_BYTES + (golden.isHello() ? FrameFormat.PREFACE_BYTES : 0);
    byte[] before = golden.isHello() ? new byte[0] : Frames.GREETING;
    for (int i = start; i < golden.bytes().length; i++) {
      byte[] damaged = golden.bytes();
      damaged[i] ^= 0x01;
      assertRefused(golden.sender(), ErrorCode.CHECKSUM, before, damaged);
    }
  }

  /** The last of {@code parts} is refused, and the ones before it are not. */
  private static void assertRefused(Side sender, ErrorCode code, byte[]... parts) {
    try (Receiver receiver = new Receiver(sender, MAX_BLOCK_BYTES)) {
      for (byte[] part : parts) {
        assertThat(receiver.error()).as("error before the last part").isNull();
        receiver.feed(part);
      }

      receiver.assertRefused(code);
      int saidBefore = Arrays.equals(parts[0], Frames.GREETING) ? 1 : 0;
      assertThat(receiver.said()).hasSize(saidBefore);
      assertThat(receiver.transcript().open()).isNull();
    }
  }

  private static byte[] header(FrameType type, int length, int id) {
    return Frames.header(type.code, length, id);
  }

  private static int anId(FrameType type) {
    return type.mayCarry(1, sender(type)) ? 1 : 0;
  }

  private static Side sender(FrameType type) {
    return type.maySend(Side.SERVER) ? Side.SERVER : Side.CLIENT;
  }
}
