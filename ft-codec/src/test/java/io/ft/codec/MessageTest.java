package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class MessageTest {

  /** One message of each type, each with the id 7 if it has one. */
  private static final List<Message> SAMPLES =
      List.of(
          new Hello(Set.of(), 8, 4096, "ft"),
          new Ping(1),
          new Pong(1),
          new GoAway(7, 0, ""),
          new FileRequest(7, "f"),
          new Exists(7, 0, Instant.EPOCH, Tag.NONE, 4096, null),
          new NotExists(7),
          new Ready(7, 0, 0),
          new BlockHeader(7, 0, 1),
          new BlockContent(7, Unpooled.EMPTY_BUFFER),
          new BlockEnd(7, 0),
          new End(7, 0),
          new Cancel(7),
          new Busy(7, 0, 0),
          new Failure(7, ErrorCode.INTERNAL, ""),
          new ListRequest(7, "", false),
          new Entry(7, Entry.Kind.FILE, 0, Instant.EPOCH, Tag.NONE, "f"),
          new ListEnd(7, 0, 0));

  /** A value that one of the messages refuses, and what its complaint begins with. */
  record Refused(String complaint, Supplier<Object> maker) {
    @Override
    public String toString() {
      return complaint;
    }
  }

  static final List<Refused> REFUSED =
      List.of(
          new Refused("minVersion: 0", () -> hello(0, 1, 8, 4096)),
          new Refused("minVersion: 256", () -> hello(256, 256, 8, 4096)),
          new Refused("maxVersion: 1 (expected: 2 to 255)", () -> hello(2, 1, 8, 4096)),
          new Refused("maxVersion: 256", () -> hello(1, 256, 8, 4096)),
          new Refused("maxExchanges: 0", () -> hello(1, 1, 0, 4096)),
          new Refused("maxExchanges: -1", () -> hello(1, 1, -1, 4096)),
          new Refused("maxBlockBytes: 4095", () -> hello(1, 1, 8, 4095)),
          new Refused("maxBlockBytes: 8388609", () -> hello(1, 1, 8, 8_388_609)),
          new Refused("id: -1", () -> new GoAway(-1, 0, "")),
          new Refused("retryAfterMillis: -1", () -> new GoAway(1, -1, "")),
          new Refused("retryAfterMillis: 4294967296", () -> new GoAway(1, 1L << 32, "")),
          new Refused("id: 0", () -> new FileRequest(0, "f")),
          new Refused("id: -1", () -> new FileRequest(-1, "f")),
          new Refused("offset: -1", () -> new FileRequest.Advance(-1, 0, 0)),
          new Refused("length: -1", () -> new FileRequest.Advance(0, -1, 0)),
          new Refused("maxSize: -1", () -> new FileRequest.Advance(0, 0, -1)),
          new Refused("id: 0", () -> exists(0, 0, 4096, null)),
          new Refused("size: -1", () -> exists(1, -1, 4096, null)),
          new Refused("blockSizeBytes: 4095", () -> exists(1, 0, 4095, null)),
          new Refused("blockSizeBytes: 8388609", () -> exists(1, 0, 8_388_609, null)),
          new Refused("sha256: 0 digits (expected: 64", () -> exists(1, 0, 4096, "")),
          new Refused("sha256: 62", () -> exists(1, 0, 4096, "a".repeat(62))),
          new Refused("sha256: 66", () -> exists(1, 0, 4096, "a".repeat(66))),
          new Refused("sha256: odd number", () -> exists(1, 0, 4096, "a".repeat(63))),
          new Refused("sha256: AAAA", () -> exists(1, 0, 4096, "A".repeat(64))),
          new Refused("sha256: xxxx", () -> exists(1, 0, 4096, "x".repeat(64))),
          new Refused("id: 0", () -> new NotExists(0)),
          new Refused("id: 0", () -> new Ready(0, 0, 0)),
          new Refused("offset: -1", () -> new Ready(1, -1, 0)),
          new Refused("length: -1", () -> new Ready(1, 0, -1)),
          new Refused("id: 0", () -> new BlockHeader(0, 0, 1)),
          new Refused("offset: -1", () -> new BlockHeader(1, -1, 1)),
          new Refused("length: 0", () -> new BlockHeader(1, 0, 0)),
          new Refused("length: 8388609", () -> new BlockHeader(1, 0, 8_388_609)),
          new Refused("id: 0", () -> new BlockContent(0, Unpooled.EMPTY_BUFFER)),
          new Refused("id: 0", () -> new BlockEnd(0, 0)),
          new Refused("checksum: -2", () -> new BlockEnd(1, -2)),
          new Refused("checksum: 4294967296", () -> new BlockEnd(1, 1L << 32)),
          new Refused("id: 0", () -> new End(0, 0)),
          new Refused("length: -1", () -> new End(1, -1)),
          new Refused("id: 0", () -> new Cancel(0)),
          new Refused("id: -1", () -> new Busy(-1, 0, 0)),
          new Refused("retryAfterMillis: -1", () -> new Busy(1, -1, 0)),
          new Refused("retryAfterMillis: 4294967296", () -> new Busy(1, 1L << 32, 0)),
          new Refused("place: -1", () -> new Busy(1, 0, -1)),
          new Refused("id: -1", () -> new Failure(-1, ErrorCode.INTERNAL, "")),
          new Refused("id: 0", () -> new ListRequest(0, "", true)),
          new Refused("id: 0", () -> entry(0, 0)),
          new Refused("size: -1", () -> entry(1, -1)),
          new Refused("id: 0", () -> new ListEnd(0, 0, 0)),
          new Refused("entries: -1", () -> new ListEnd(1, -1, 0)),
          new Refused("omitted: -1", () -> new ListEnd(1, 0, -1)));

  @ParameterizedTest
  @FieldSource("REFUSED")
  void valueOutOfBoundsIsRefused(Refused refused) {
    assertThatThrownBy(refused.maker()::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(refused.complaint());
  }

  @Test
  void boundsThemselvesAreAccepted() {
    assertThat(hello(1, 255, Integer.MAX_VALUE, 8_388_608)).isNotNull();
    assertThat(new GoAway(0, 0xFFFF_FFFFL, "")).isNotNull();
    assertThat(new FileRequest.Advance(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)).isNotNull();
    assertThat(exists(Integer.MAX_VALUE, Long.MAX_VALUE, 8_388_608, "a".repeat(64))).isNotNull();
    assertThat(new BlockHeader(1, Long.MAX_VALUE, 8_388_608)).isNotNull();
    assertThat(new BlockEnd(1, 0xFFFF_FFFFL)).isNotNull();
    assertThat(new BlockEnd(1, BlockEnd.UNCHECKED)).isNotNull();
    assertThat(new Busy(0, 0xFFFF_FFFFL, Integer.MAX_VALUE)).isNotNull();
    assertThat(new Failure(0, ErrorCode.INTERNAL, "")).isNotNull();
  }

  @Test
  void eachMessageHasATypeOfItsOwn() {
    Set<MessageType> types = SAMPLES.stream().map(Message::type).collect(Collectors.toSet());
    Set<Class<?>> classes = SAMPLES.stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(types).isEqualTo(EnumSet.allOf(MessageType.class)).hasSameSizeAs(SAMPLES);
    assertThat(classes).isEqualTo(new HashSet<>(List.of(Message.class.getPermittedSubclasses())));
  }

  @Test
  void onlyMessagesOfTheConnectionLackAnId() {
    Set<MessageType> ofConnection =
        EnumSet.of(MessageType.HELLO, MessageType.PING, MessageType.PONG, MessageType.GO_AWAY);
    for (Message message : SAMPLES) {
      int expected = ofConnection.contains(message.type()) ? Message.CONNECTION : 7;
      assertThat(message.id()).as(message.toString()).isEqualTo(expected);
    }
  }

  @Test
  void helloSpeaksEveryVersionOfItsRange() {
    assertThat(hello(1, 1, 8, 4096).speaksOurVersion()).isTrue();
    assertThat(hello(1, 255, 8, 4096).speaksOurVersion()).isTrue();
    assertThat(hello(2, 255, 8, 4096).speaksOurVersion()).isFalse();
  }

  @Test
  void helloKeepsItsFeaturesWhenTheSetChanges() {
    Set<Feature> features = EnumSet.of(Feature.LIST);
    Hello hello = new Hello(features, 8, 4096, "ft");

    features.add(Feature.SHA256);

    assertThat(hello.features()).containsExactly(Feature.LIST);
  }

  @Test
  void advanceForTheWholeFileHasNoBoundButItsSize() {
    assertThat(FileRequest.Advance.wholeFileUpTo(5))
        .isEqualTo(new FileRequest.Advance(0, Long.MAX_VALUE, 5));
  }

  @Test
  void numbersOfEntryKindsAreFrozen() {
    assertThat(Entry.Kind.FILE.number()).isEqualTo(1);
    assertThat(Entry.Kind.FOLDER.number()).isEqualTo(2);
    assertThat(Entry.Kind.values()).hasSize(2);
  }

  private static Hello hello(int minVersion, int maxVersion, int maxExchanges, int maxBlockBytes) {
    return new Hello(minVersion, maxVersion, Set.of(), maxExchanges, maxBlockBytes, "", "ft");
  }

  private static Exists exists(int id, long size, int blockSizeBytes, @Nullable String sha256) {
    return new Exists(id, size, Instant.EPOCH, Tag.NONE, blockSizeBytes, sha256);
  }

  private static Entry entry(int id, long size) {
    return new Entry(id, Entry.Kind.FILE, size, Instant.EPOCH, Tag.NONE, "f");
  }
}
