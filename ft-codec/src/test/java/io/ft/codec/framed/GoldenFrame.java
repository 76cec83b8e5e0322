package io.ft.codec.framed;

import io.ft.codec.Busy;
import io.ft.codec.Cancel;
import io.ft.codec.End;
import io.ft.codec.Entry;
import io.ft.codec.ErrorCode;
import io.ft.codec.Exists;
import io.ft.codec.Failure;
import io.ft.codec.Feature;
import io.ft.codec.FileRequest;
import io.ft.codec.GoAway;
import io.ft.codec.Hello;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Ping;
import io.ft.codec.Pong;
import io.ft.codec.Ready;
import io.ft.codec.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Each control message beside its bytes on the wire. The bytes were worked out from the
 * specification, the checks with a CRC32C of its own; they are frozen.
 *
 * @param sender a side that may send it
 * @param hex the bytes, in which white space is free; those of a Hello with the preface
 */
record GoldenFrame(Side sender, Message message, String hex) {

  static final GoldenFrame HELLO_CLIENT =
      new GoldenFrame(
          Side.CLIENT,
          new Hello(1, 1, Set.of(Feature.LIST, Feature.SHA256), 64, 1 << 20, "s3cret", "ft/0.1"),
          """
      00667401
      01 000021 00000000 e6ad1556
      01 01
      0000000000000003
      00000040
      00100000
      0006 733363726574
      06 66742f302e31
      c96ae4fa
      """);

  static final GoldenFrame HELLO_SERVER =
      new GoldenFrame(
          Side.SERVER,
          new Hello(1, 3, Set.of(Feature.LIST), 8, 4096, "", ""),
          """
      00667401
      01 000015 00000000 92627f62
      01 03
      0000000000000001
      00000008
      00001000
      0000
      00
      f49ecbe0
      """);

  static final GoldenFrame PING =
      new GoldenFrame(
          Side.CLIENT,
          new Ping(0x0102030405060708L),
          """
      02 000008 00000000 db374355
      0102030405060708
      9dbe5cd4
      """);

  static final GoldenFrame PONG =
      new GoldenFrame(
          Side.SERVER,
          new Pong(-1),
          """
      03 000008 00000000 920b3e72
      ffffffffffffffff
      da6c75b5
      """);

  static final GoldenFrame GO_AWAY =
      new GoldenFrame(
          Side.SERVER,
          new GoAway(7, 0xFFFF_FFFFL, "bye"),
          """
      04 00000d 00000000 b006ea6a
      00000007
      ffffffff
      0003 627965
      5d88ff84
      """);

  static final GoldenFrame FAILURE =
      new GoldenFrame(
          Side.SERVER,
          new Failure(3, ErrorCode.CHANGED, "changed: \u00e9"),
          """
      05 00000f 00000003 9a48bbe1
      0006
      000b 6368616e6765643a20c3a9
      ed33e438
      """);

  static final GoldenFrame FAILURE_OF_CONNECTION =
      new GoldenFrame(
          Side.CLIENT,
          new Failure(Message.CONNECTION, ErrorCode.MALFORMED, ""),
          """
      05 000004 00000000 044cf370
      0001
      0000
      e96a2ac9
      """);

  static final GoldenFrame BUSY =
      new GoldenFrame(
          Side.SERVER,
          new Busy(2, 1500, 4),
          """
      06 000008 00000002 1b11b1cf
      000005dc
      00000004
      fe95a334
      """);

  static final GoldenFrame BUSY_OF_CONNECTION =
      new GoldenFrame(
          Side.SERVER,
          new Busy(Message.CONNECTION, 30_000, 0),
          """
      06 000008 00000000 fa2ac138
      00007530
      00000000
      f4b18600
      """);

  static final GoldenFrame REQUEST =
      new GoldenFrame(
          Side.CLIENT,
          new FileRequest(1, "a/b.txt"),
          """
      10 00000b 00000001 77618358
      00
      0007 612f622e747874
      00
      456f92a1
      """);

  static final GoldenFrame REQUEST_WITH_ALL =
      new GoldenFrame(
          Side.CLIENT,
          new FileRequest(
              Integer.MAX_VALUE,
              "n\udcffm \u20ac",
              new Tag("00112233445566778899aabbccddeeff"),
              true,
              new FileRequest.Advance(5, Long.MAX_VALUE, 65_536)),
          """
      10 000033 7fffffff 31dfa249
      03
      0007 6eff6d20e282ac
      10 00112233445566778899aabbccddeeff
      0000000000000005
      7fffffffffffffff
      0000000000010000
      41fb4557
      """);

  static final GoldenFrame EXISTS =
      new GoldenFrame(
          Side.SERVER,
          new Exists(
              1,
              9,
              Instant.ofEpochSecond(1_700_000_000, 123_456_789),
              new Tag("00112233445566778899aabbccddeeff"),
              1 << 20,
              null),
          """
      11 00002a 00000001 1de42484
      0000000000000009
      000000006553f100 075bcd15
      00100000
      10 00112233445566778899aabbccddeeff
      00
      21adfd43
      """);

  static final GoldenFrame EXISTS_WITH_SHA256 =
      new GoldenFrame(
          Side.SERVER,
          new Exists(
              1,
              1L << 40,
              Instant.ofEpochSecond(-1, 999_999_999),
              Tag.NONE,
              4096,
              "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
          """
      11 00003a 00000001 92c64557
      0000010000000000
      ffffffffffffffff 3b9ac9ff
      00001000
      00
      20 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
      154b63ed
      """);

  static final GoldenFrame NOT_EXISTS =
      new GoldenFrame(
          Side.SERVER,
          new NotExists(2),
          """
      12 000000 00000002 7b1d3187
      7b1d3187
      """);

  static final GoldenFrame READY =
      new GoldenFrame(
          Side.CLIENT,
          new Ready(1, 1L << 32, Long.MAX_VALUE),
          """
      13 000010 00000001 ae53de87
      0000000100000000
      7fffffffffffffff
      2cbf1321
      """);

  static final GoldenFrame END =
      new GoldenFrame(
          Side.SERVER,
          new End(1, 9),
          """
      15 000008 00000001 5773cce6
      0000000000000009
      a3e9a5a0
      """);

  static final GoldenFrame CANCEL =
      new GoldenFrame(
          Side.CLIENT,
          new Cancel(4),
          """
      16 000000 00000004 7ca15402
      7ca15402
      """);

  static final GoldenFrame LIST =
      new GoldenFrame(
          Side.CLIENT,
          new ListRequest(5, "sub", true),
          """
      20 000006 00000005 24bea2e7
      01
      0003 737562
      20a734c0
      """);

  static final GoldenFrame LIST_ROOT =
      new GoldenFrame(
          Side.CLIENT,
          new ListRequest(5, "", false),
          """
      20 000003 00000005 fcea73fb
      00
      0000
      9c8ed081
      """);

  static final GoldenFrame ENTRY_FILE =
      new GoldenFrame(
          Side.SERVER,
          new Entry(
              5, Entry.Kind.FILE, 9, Instant.ofEpochSecond(0, 1), new Tag("c0ffee"), "x/\u00fc"),
          """
      21 00001f 00000005 1fd6da2e
      01
      0000000000000009
      0000000000000000 00000001
      03 c0ffee
      0004 782fc3bc
      632d69fc
      """);

  static final GoldenFrame ENTRY_FOLDER =
      new GoldenFrame(
          Side.SERVER,
          new Entry(5, Entry.Kind.FOLDER, 0, Instant.ofEpochSecond(1_700_000_000), Tag.NONE, "x"),
          """
      21 000019 00000005 8fb1bbc6
      02
      0000000000000000
      000000006553f100 00000000
      00
      0001 78
      09fcaa1b
      """);

  static final GoldenFrame LIST_END =
      new GoldenFrame(
          Side.SERVER,
          new ListEnd(5, 2, 1),
          """
      22 000010 00000005 a9835892
      0000000000000002
      0000000000000001
      f4099b1a
      """);

  static final List<GoldenFrame> ALL =
      List.of(
          HELLO_CLIENT,
          HELLO_SERVER,
          PING,
          PONG,
          GO_AWAY,
          FAILURE,
          FAILURE_OF_CONNECTION,
          BUSY,
          BUSY_OF_CONNECTION,
          REQUEST,
          REQUEST_WITH_ALL,
          EXISTS,
          EXISTS_WITH_SHA256,
          NOT_EXISTS,
          READY,
          END,
          CANCEL,
          LIST,
          LIST_ROOT,
          ENTRY_FILE,
          ENTRY_FOLDER,
          LIST_END);

  /** Its bytes; those of a Hello with the preface. */
  byte[] bytes() {
    return Frames.hex(hex);
  }

  boolean isHello() {
    return message instanceof Hello;
  }

  @Override
  public String toString() {
    return message.toString();
  }
}
