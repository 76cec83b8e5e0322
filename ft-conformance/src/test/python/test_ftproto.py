"""Tests of the package ftproto against the text of the specification.

Run them with: python3 -m unittest
"""

from __future__ import annotations

import unittest

from ftproto import payloads as p
from ftproto.blocks import Span, blocks_of, range_of
from ftproto.client import ClientConnection, ConnectionState, Event
from ftproto.crc32c import crc32c
from ftproto.errors import ErrorCode, NotFramedError, ProtocolError
from ftproto.fields import U63_MAX, Time
from ftproto.frames import (
    PREFACE,
    TYPE_RULES,
    Frame,
    FrameReader,
    FrameType,
    Ids,
    Side,
    encode_block,
    encode_frame,
)
from ftproto.greeting import agree
from ftproto.paths import is_hidden, is_valid_path
from ftproto.server import ServerConnection
from ftproto.text import printable

TAG = bytes((1, 2, 3, 4, 5, 6, 7, 8))
NOON = Time(1_767_323_045, 6)
CLIENT_HELLO = p.Hello(max_exchanges=32, agent=b"demo/1")
SERVER_HELLO = p.Hello(features=p.FEATURE_LIST, max_block_bytes=4_096, agent=b"ft/1")


def _hex(text: str) -> bytes:
    return bytes.fromhex(text.replace("|", " "))


class Step:
    """A frame of the worked example: who sends it, and what it says."""

    def __init__(self, side: Side, id_: int, message: p.Message, wire: str) -> None:
        self.side = side
        self.id = id_
        self.message = message
        self.wire = _hex(wire)


C, S = Side.CLIENT, Side.SERVER
EXAMPLE = [
    Step(C, 0, CLIENT_HELLO, """01 00 00 1b 00 00 00 00 | c7 62 15 1b
        01 01 00 00 00 00 00 00 00 03 00 00 00 20 00 80 00 00 00 00 06 64 65 6d 6f 2f 31
        | 8a e6 b0 d4"""),
    Step(C, 1, p.Request(b"hello.txt"), """10 00 00 0d 00 00 00 01 | e7 06 e2 b0
        00 00 09 68 65 6c 6c 6f 2e 74 78 74 00 | 9e b0 ff 9c"""),
    Step(S, 0, SERVER_HELLO, """01 00 00 19 00 00 00 00 | b7 40 ca 43
        01 01 00 00 00 00 00 00 00 01 00 00 00 40 00 00 10 00 00 00 04 66 74 2f 31
        | 17 8e e4 03"""),
    Step(S, 1, p.Exists(14, NOON, 1 << 20, TAG), """11 00 00 22 00 00 00 01 | d8 83 2f 15
        00 00 00 00 00 00 00 0e 00 00 00 00 69 57 35 a5 00 00 00 06 00 10 00 00 08
        01 02 03 04 05 06 07 08 00 | 8c 07 a1 a8"""),
    Step(C, 1, p.Ready(0, U63_MAX), """13 00 00 10 00 00 00 01 | ae 53 de 87
        00 00 00 00 00 00 00 00 7f ff ff ff ff ff ff ff | 1c 6d 2b 44"""),
    Step(S, 1, p.Block(0, b"Hello, world!\n"), """
        14 00 00 0e 00 00 00 01 00 00 00 00 00 00 00 00 | 47 fd ec 71
        48 65 6c 6c 6f 2c 20 77 6f 72 6c 64 21 0a | a8 6b 8a 18"""),
    Step(S, 1, p.End(14), """15 00 00 08 00 00 00 01 | 57 73 cc e6
        00 00 00 00 00 00 00 0e | 77 23 c1 4b"""),
    Step(C, 2, p.Request(b"a/b", TAG, p.Advance(p.Ready(), 65_536)), """
        10 00 00 27 00 00 00 02 | 5a bb 70 da
        01 00 03 61 2f 62 08 01 02 03 04 05 06 07 08 00 00 00 00 00 00 00 00
        7f ff ff ff ff ff ff ff 00 00 00 00 00 01 00 00 | 31 f0 4c ed"""),
    Step(S, 2, p.NotExists(), "12 00 00 00 00 00 00 02 | 7b 1d 31 87 | 7b 1d 31 87"),
    Step(C, 1, p.Cancel(), "16 00 00 00 00 00 00 01 | 49 50 40 1e | 49 50 40 1e"),
    Step(C, 0, p.Ping(bytes(7) + b"\x07"), """02 00 00 08 00 00 00 00 | db 37 43 55
        00 00 00 00 00 00 00 07 | 83 d5 95 34"""),
    Step(S, 0, p.Failure(ErrorCode.MALFORMED, b"bad"), """
        05 00 00 07 00 00 00 00 | 4c 7f 43 84
        00 01 00 03 62 61 64 | 26 7f 5b 05"""),
]


def stream_of(side: Side) -> bytes:
    """All bytes that a side sends in the worked example."""
    return PREFACE + b"".join(step.wire for step in EXAMPLE if step.side is side)


def frames_of(side: Side) -> list[tuple[int, p.Message]]:
    """All frames that a side sends in the worked example."""
    return [(step.id, step.message) for step in EXAMPLE if step.side is side]


def encode(id_: int, message: p.Message) -> bytes:
    """The bytes of any frame."""
    if isinstance(message, p.Block):
        return encode_block(id_, message.offset, message.data)
    return encode_frame(id_, message)


def raw_header(type_: int, length: int, id_: int, more: bytes = b"") -> bytes:
    """A header with a right check, whatever is in it."""
    fields = bytes((type_,)) + length.to_bytes(3, "big") + id_.to_bytes(4, "big") + more
    return fields + crc32c(fields).to_bytes(4, "big")


def raw_frame(type_: int, id_: int, payload: bytes) -> bytes:
    """A frame with right checks, whatever is in it."""
    header = raw_header(type_, len(payload), id_)
    check = crc32c(payload) ^ int.from_bytes(header[-4:], "big")
    return header + payload + check.to_bytes(4, "big")


def flipped(data: bytes, index: int) -> bytes:
    """The data with one bit changed."""
    changed = bytearray(data)
    changed[index] ^= 1
    return bytes(changed)


def read_all(peer: Side, *pieces: bytes) -> list[Frame]:
    """The frames that a reader finds in these bytes."""
    reader = FrameReader(peer, lambda header: None)
    frames = []
    for piece in pieces:
        reader.feed(piece)
        while True:
            frame = reader.next_frame()
            if frame is None:
                break
            frames.append(frame)
    return frames


class Crc32cTest(unittest.TestCase):
    def test_table_of_appendix_a(self) -> None:
        self.assertEqual(crc32c(b""), 0)
        self.assertEqual(crc32c(b"123456789"), 0xE3069283)
        self.assertEqual(crc32c(bytes(32)), 0x8A9136AA)
        self.assertEqual(crc32c(b"\xff" * 32), 0x62A8AB43)
        self.assertEqual(crc32c(bytes(range(32))), 0x46DD794E)

    def test_long_data_gives_what_the_definition_gives(self) -> None:
        data = bytes((i * i + i // 7) & 0xFF for i in range(3_000))
        for size in [*range(120, 140), 255, 256, 257, 1_000, 2_999, 3_000]:
            with self.subTest(size=size):
                self.assertEqual(crc32c(data[:size]), self._by_definition(data[:size]))

    @staticmethod
    def _by_definition(data: bytes) -> int:
        crc = 0xFFFFFFFF
        for byte in data:
            crc ^= byte
            for _ in range(8):
                crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
        return crc ^ 0xFFFFFFFF


class WorkedExampleTest(unittest.TestCase):
    """Section 9."""

    def test_encode(self) -> None:
        for step in EXAMPLE:
            with self.subTest(message=step.message):
                self.assertEqual(encode(step.id, step.message), step.wire)

    def test_decode(self) -> None:
        for side in Side:
            frames = read_all(side, stream_of(side))
            self.assertEqual([(f.id, f.message) for f in frames], frames_of(side))

    def test_every_split_point(self) -> None:
        for side in Side:
            stream = stream_of(side)
            for cut in range(len(stream) + 1):
                frames = read_all(side, stream[:cut], stream[cut:])
                self.assertEqual([(f.id, f.message) for f in frames], frames_of(side))

    def test_byte_by_byte(self) -> None:
        for side in Side:
            frames = read_all(side, *(bytes((b,)) for b in stream_of(side)))
            self.assertEqual([(f.id, f.message) for f in frames], frames_of(side))

    def test_a_flipped_bit_in_any_byte_is_found(self) -> None:
        for side in Side:
            stream = stream_of(side)
            for index in range(len(stream)):
                with self.subTest(side=side, index=index):
                    self.assertFalse(self._is_taken(side, flipped(stream, index)))

    @staticmethod
    def _is_taken(side: Side, stream: bytes) -> bool:
        try:
            frames = read_all(side, stream)
        except (ProtocolError, NotFramedError):
            return False
        return [(f.id, f.message) for f in frames] == frames_of(side)

    def test_what_is_in_force(self) -> None:
        self.assertEqual(agree(SERVER_HELLO, CLIENT_HELLO), (1, p.FEATURE_LIST, 32))


ROUND_TRIPS = [
    p.Hello(1, 255, 2**64 - 1, 2**31 - 1, 8_388_608, b"t" * 1_024, b"a" * 255),
    p.Ping(b"12345678"),
    p.Pong(b"\xff" * 8),
    p.GoAway(2**31 - 1, 2**32 - 1, b"x" * 1_024),
    p.Failure(ErrorCode.INTERNAL, b""),
    p.Busy(2**32 - 1, 2**31 - 1),
    p.Request(b"p" * 1_024, b"t" * 64, p.Advance(p.Ready(1, 2), 3), True),
    p.Request(b"", b"", None, True),
    p.Exists(U63_MAX, Time(-31_557_014_167_219_200, 999_999_999), 8_388_608, b"", b"d" * 32),
    p.NotExists(),
    p.Ready(U63_MAX, 0),
    p.Block(U63_MAX - 1, b"x"),
    p.End(0),
    p.Cancel(),
    p.ListFolder(b"", True),
    p.Entry(p.KIND_FILE, 5, Time(31_556_889_864_403_199, 0), b"t", b"n" * 1_024),
    p.Entry(p.KIND_FOLDER, 0, Time(-1, 0), b"", b"\xff"),
    p.ListEnd(U63_MAX, 0),
]


class RoundTripTest(unittest.TestCase):
    def test_every_frame(self) -> None:
        seen = set()
        for message in ROUND_TRIPS:
            with self.subTest(message=message):
                frame = self._round_trip(message)
                self.assertEqual(frame.message, message)
                seen.add(frame.type)
        self.assertEqual(seen, set(FrameType))

    def _round_trip(self, message: p.Message) -> Frame:
        type_ = FrameType(encode(0, message)[0])
        rule = TYPE_RULES[type_]
        id_ = 0 if rule.ids is Ids.ZERO or type_ is FrameType.FAILURE else 7
        [frame] = read_all(Side(rule.senders[0]), PREFACE + encode(id_, message))
        self.assertEqual(frame.id, id_)
        return frame


class MalformedFramesTest(unittest.TestCase):
    """What FrameReader refuses, by the rule that it breaks."""

    def check(
        self, rule: str, wire: bytes, peer: Side = C, code: ErrorCode = ErrorCode.MALFORMED
    ) -> None:
        with self.assertRaises(ProtocolError) as caught:
            read_all(peer, PREFACE + wire)
        self.assertEqual((caught.exception.rule, caught.exception.code), (rule, code))

    def test_preface(self) -> None:
        with self.assertRaises(ProtocolError) as caught:
            read_all(C, b"\x00\x66\x75")
        self.assertEqual(caught.exception.rule, "F-1")
        with self.assertRaises(NotFramedError):  # D-7
            read_all(S, b"EXISTS")

    def test_checks(self) -> None:
        ping = encode_frame(0, p.Ping(bytes(8)))
        self.check("F-3", flipped(ping, 11)[:12], code=ErrorCode.CHECKSUM)
        self.check("F-3", flipped(ping, 0)[:12], code=ErrorCode.CHECKSUM)
        self.check("F-4", flipped(ping, 12), code=ErrorCode.CHECKSUM)
        self.check("F-4", flipped(ping, 23), code=ErrorCode.CHECKSUM)

    def test_header_is_checked_before_the_payload_is_there(self) -> None:
        self.check("F-6", raw_header(0x02, 9, 0))
        self.check("F-6", raw_header(0x02, 8, 1))
        self.check("F-6", raw_header(0x10, 5, 0))
        self.check("F-6", raw_header(0x10, 16_385, 1))
        self.check("F-6", raw_header(0x11, 26, 1))
        self.check("F-6", raw_header(0x13, 16, 1), peer=S)
        self.check("F-6", raw_header(0x14, 8_388_609, 1, bytes(8)), peer=S)
        self.check("F-6", raw_header(0x14, 0, 1, bytes(8)), peer=S)
        self.check("X-12", raw_header(0x05, 4, 1))

    def test_lengths_of_the_table(self) -> None:
        for type_, rule in TYPE_RULES.items():
            id_ = 0 if rule.ids is Ids.ZERO or type_ == FrameType.FAILURE else 1
            more = bytes(8) if type_ == FrameType.BLOCK else b""
            for length in (rule.min_length - 1, rule.max_length + 1):
                if length >= 0:
                    with self.subTest(type=type_.name, length=length):
                        header = raw_header(type_, length, id_, more)
                        self.check("F-6", header, peer=Side(rule.senders[0]))

    def test_highest_bits(self) -> None:
        self.check("N-1", raw_header(0x10, 5, 1 << 31))
        self.check("N-1", raw_header(0x14, 1, 1, b"\x80" + bytes(7)), peer=S)
        self.check("N-1", raw_frame(0x13, 1, b"\x80" + bytes(15)))
        self.check("N-1", raw_frame(0x06, 1, bytes(4) + b"\x80" + bytes(3)), peer=S)

    def test_numbers_of_bytes(self) -> None:
        self.check("N-2", raw_frame(0x05, 0, b"\0\1\4\1" + bytes(1_024)))
        self.check("N-2", raw_frame(0x10, 1, b"\0\0\1x\x41" + bytes(65)))
        hello = p.Hello(token=bytes(1_025)).encode()
        self.check("N-2", raw_frame(0x01, 0, hello))

    def test_times(self) -> None:
        for time in (
            Time(-31_557_014_167_219_201, 0),
            Time(31_556_889_864_403_200, 0),
            Time(0, 1_000_000_000),
        ):
            self.check("N-3", encode_frame(1, p.Exists(0, time, 4_096)), peer=S)

    def test_values(self) -> None:
        for hello in (
            p.Hello(min_version=0),
            p.Hello(min_version=2, max_version=1),
            p.Hello(max_exchanges=0),
            p.Hello(max_block_bytes=4_095),
            p.Hello(max_block_bytes=8_388_609),
        ):
            self.check("N-6", encode_frame(0, hello))
        self.check("N-6", raw_frame(0x10, 1, b"\4\0\0\0"))
        self.check("N-6", raw_frame(0x20, 1, b"\2\0\0"))
        self.check("N-6", encode_frame(1, p.Exists(0, NOON, 4_095)), peer=S)
        self.check("N-6", encode_frame(1, p.Exists(0, NOON, 4_096, b"", bytes(31))), peer=S)
        self.check("N-6", encode_frame(1, p.Entry(3, 0, NOON, b"", b"x")), peer=S)
        self.check("N-6", encode_frame(1, p.Entry(2, 1, NOON, b"", b"x")), peer=S)
        self.check("N-6", encode_frame(1, p.Entry(2, 0, NOON, b"t", b"x")), peer=S)

    def test_payload_is_used_up_exactly(self) -> None:
        self.check("F-7", raw_frame(0x10, 1, p.Request(b"a").encode() + b"x"))
        self.check("F-7", raw_frame(0x10, 1, p.Request(b"ab").encode()[:-1]))
        self.check("F-7", raw_frame(0x10, 1, b"\0\0\x09a\0"))
        self.check("F-7", raw_frame(0x20, 1, b"\0\0\0\0"))
        self.check("F-7", raw_frame(0x01, 0, p.Hello().encode()[:-1] + b"\x05"))

    def test_unknown_types(self) -> None:
        for type_ in (0x00, 0x07, 0x17, 0x30, 0x3F, 0x7F):
            self.check("F-9", raw_header(type_, 0, 0))
        self.check("F-10", raw_header(0x80, 16_385, 0))

    def test_block_beyond_the_end_of_all_files(self) -> None:
        self.check("F-12", raw_header(0x14, 2, 1, (U63_MAX - 1).to_bytes(8, "big")), peer=S)

    def test_types_to_be_skipped(self) -> None:
        ping = encode_frame(0, p.Ping(bytes(8)))
        for type_, id_, size in ((0x80, 0, 0), (0xFF, 2**32 - 1, 16_384), (0x94, 1, 3)):
            skipped = flipped(raw_frame(type_, id_, bytes(size)), -1)
            frames = read_all(C, PREFACE + skipped + ping)
            self.assertEqual([f.type for f in frames], [FrameType.PING])

    def test_damaged_block_is_no_error_of_the_framing(self) -> None:
        block = flipped(encode_block(1, 0, b"abc"), 20)
        frames = read_all(S, PREFACE + block + encode_frame(1, p.End(3)))
        self.assertEqual([f.type for f in frames], [FrameType.BLOCK, FrameType.END])
        self.assertFalse(frames[0].message.intact)

    def test_data_behind_the_header_of_another_block_is_noticed(self) -> None:
        """The case that section 3.1 tells of."""
        first, second = encode_block(1, 0, b"aaaa"), encode_block(1, 4, b"bbbb")
        [frame] = read_all(S, PREFACE + first[:20] + second[20:])
        self.assertFalse(frame.message.intact)

    def test_hello_may_have_more_bytes(self) -> None:
        [frame] = read_all(C, PREFACE + raw_frame(0x01, 0, CLIENT_HELLO.encode() + b"more"))
        self.assertEqual(frame.message, CLIENT_HELLO)

    def test_unknown_error_code(self) -> None:
        [frame] = read_all(C, PREFACE + raw_frame(0x05, 0, b"\xff\xff\0\0"))
        self.assertEqual(frame.message.code, ErrorCode.UNKNOWN)


class ServerTest(unittest.TestCase):
    """Section 4.1, and the part of 4.2 that needs no files."""

    def setUp(self) -> None:
        self.server = ServerConnection(p.Hello(max_exchanges=8))

    def feed(self, *frames: bytes) -> list:
        return list(self.server.receive(b"".join(frames)))

    def greet(self, **hello: object) -> None:
        self.feed(PREFACE, encode_frame(0, p.Hello(**hello)))
        self.said()

    def said(self) -> list[tuple[int, p.Message]]:
        """What the server has said since it was asked last."""
        output = b"".join(self.server.control)
        self.server.control.clear()
        if not output.startswith(PREFACE):
            output = PREFACE + output
        return [(f.id, f.message) for f in read_all(S, output)]

    def check_failed(self, code: ErrorCode) -> None:
        id_, message = self.said()[-1]
        self.assertEqual((id_, message.code), (0, code))
        self.assertEqual(self.feed(encode_frame(2**31 - 1, p.Request(b"x"))), [])

    def test_speaks_only_when_spoken_to(self) -> None:
        self.assertEqual(self.said(), [])  # D-5
        self.feed(b"\x00")
        self.assertEqual(self.said(), [(0, self.server.hello)])  # H-1

    def test_other_dialects(self) -> None:
        for first_byte in (b"\x16", b"h"):  # D-2, D-3
            server = ServerConnection(p.Hello())
            self.assertEqual(list(server.receive(first_byte)), [])
            self.assertEqual(len(server.control), 0)
            self.assertEqual(server.state.name, "CLOSED")

    def test_hello_comes_first_and_once(self) -> None:
        self.feed(PREFACE, encode_frame(0, p.Ping(bytes(8))))
        self.check_failed(ErrorCode.MALFORMED)
        self.setUp()
        self.greet()
        self.feed(encode_frame(0, p.Hello()))
        self.check_failed(ErrorCode.MALFORMED)

    def test_version(self) -> None:
        self.greet(max_version=9)
        self.assertEqual(self.server.agreement.version, 1)
        self.setUp()
        self.feed(PREFACE, encode_frame(0, p.Hello(min_version=2, max_version=9)))
        self.check_failed(ErrorCode.UNSUPPORTED_VERSION)

    def test_full(self) -> None:
        self.server = ServerConnection(p.Hello(), is_full=True)
        self.feed(b"\x00")
        self.assertEqual([type(m) for _, m in self.said()], [p.Hello, p.Busy])  # H-2

    def test_ids_rise(self) -> None:
        self.greet()
        self.assertEqual(len(self.feed(encode_frame(5, p.Request(b"x")))), 1)
        self.feed(raw_header(FrameType.LIST, 3, 5))
        self.check_failed(ErrorCode.MALFORMED)

    def test_ready_and_cancel_for_other_ids(self) -> None:
        self.greet()
        self.feed(encode_frame(5, p.Request(b"x")))
        self.feed(encode_frame(4, p.Ready()), encode_frame(3, p.Cancel()))
        self.assertEqual(self.said(), [])
        self.feed(raw_header(FrameType.READY, 16, 6))
        self.check_failed(ErrorCode.MALFORMED)

    def test_number_in_force(self) -> None:
        self.greet(max_exchanges=2)
        frames = [encode_frame(i, p.ListFolder(b"")) for i in (1, 2, 3)]
        self.assertEqual(len(self.feed(*frames)), 2)
        [(id_, message)] = self.said()
        self.assertEqual((id_, message.code), (3, ErrorCode.LIMIT_EXCEEDED))

    def test_features_in_force(self) -> None:
        self.greet(features=0)
        self.feed(encode_frame(1, p.ListFolder(b"")), encode_frame(2, p.Request(b"x", sha256=True)))
        self.assertEqual([m.code for _, m in self.said()], [ErrorCode.UNSUPPORTED] * 2)

    def begin(self, request: p.Request | p.ListFolder):
        self.greet()
        [exchange] = self.feed(encode_frame(1, request))
        return exchange

    def exists(self, size: int) -> p.Exists:
        return p.Exists(size, NOON, 4_096, TAG)

    def test_ready_is_kept(self) -> None:
        exchange = self.begin(p.Request(b"x"))
        self.feed(encode_frame(1, p.Ready(3, 4)))
        self.server.answer(exchange, self.exists(5))
        self.assertEqual((exchange.state.name, exchange.range), ("SENDING", Span(3, 2)))

    def test_waits_for_ready(self) -> None:
        exchange = self.begin(p.Request(b"x", advance=p.Advance(p.Ready(), 4)))
        self.server.answer(exchange, self.exists(5))
        self.assertEqual(exchange.state.name, "WAITING")
        self.feed(encode_frame(1, p.Ready(6, 0)))
        self.assertEqual((exchange.state.name, exchange.range), ("SENDING", None))  # BAD_RANGE

    def test_second_ready(self) -> None:
        self.begin(p.Request(b"x"))
        self.feed(encode_frame(1, p.Ready()), encode_frame(1, p.Ready()))
        self.check_failed(ErrorCode.MALFORMED)

    def test_ready_beside_advance(self) -> None:
        exchange = self.begin(p.Request(b"x", advance=p.Advance()))
        self.feed(encode_frame(1, p.Ready()))
        self.assertEqual(self.server.answer(exchange, self.exists(5)), b"")
        self.check_failed(ErrorCode.MALFORMED)

    def test_ready_for_listing(self) -> None:
        self.begin(p.ListFolder(b""))
        self.feed(encode_frame(1, p.Ready()))
        self.check_failed(ErrorCode.MALFORMED)

    def test_cancel(self) -> None:
        exchange = self.begin(p.Request(b"x"))
        self.feed(encode_frame(1, p.Cancel()) * 2)
        self.assertTrue(exchange.cancelled)
        self.server.answer(exchange, p.Failure(ErrorCode.CANCELLED))
        self.assertEqual(self.server.answer(exchange, p.End(0)), b"")
        self.feed(encode_frame(1, p.Ready()))
        self.assertEqual(self.said(), [])

    def test_ping(self) -> None:
        self.greet()
        self.feed(encode_frame(0, p.Ping(b"12345678")))
        self.assertEqual(self.said(), [(0, p.Pong(b"12345678"))])

    def test_failure_is_not_answered(self) -> None:
        self.greet()
        self.feed(encode_frame(0, p.Failure(ErrorCode.CHECKSUM)))
        self.assertEqual((self.said(), self.server.state.name), ([], "CLOSED"))  # E-2

    def test_drain(self) -> None:
        exchange = self.begin(p.Request(b"x"))
        self.server.drain("bye")
        self.assertEqual(self.said(), [(0, p.GoAway(1, 0, b"bye"))])
        later = [encode_frame(9, p.Request(b"y")), encode_frame(9, p.Ready())]
        self.assertEqual(self.feed(*later), [])  # E-8
        self.assertEqual(self.said(), [])
        self.assertFalse(self.server.may_end)
        self.server.answer(exchange, p.NotExists())
        self.assertTrue(self.server.may_end)


class ClientTest(unittest.TestCase):
    """Sections 4.3 and 4.4."""

    def setUp(self) -> None:
        self.client = ClientConnection(p.Hello(max_block_bytes=8_192))
        self.client.take_output()

    def feed(self, *frames: bytes) -> list[Event]:
        return list(self.client.receive(b"".join(frames)))

    def greet(self, **hello: object) -> None:
        self.feed(PREFACE, encode_frame(0, p.Hello(**hello)))

    def ask(self, **request: object):
        self.greet()
        return self.client.request(p.Request(b"x", **request), p.Ready())

    def exists(self, size: int = 10_000, block_size: int = 4_096, tag: bytes = TAG) -> bytes:
        return encode_frame(1, p.Exists(size, NOON, block_size, tag))

    def check(self, rule: str, *frames: bytes) -> None:
        self.client.take_output()
        with self.assertRaises(ProtocolError) as caught:
            self.feed(*frames)
        self.assertEqual(caught.exception.rule, rule)
        [frame] = read_all(C, PREFACE + self.client.take_output())
        self.assertEqual((frame.id, frame.message.code), (0, caught.exception.code))
        self.assertEqual(self.client.state, ConnectionState.CLOSED)

    def test_greeting(self) -> None:
        self.check("H-2", PREFACE, encode_frame(0, p.Ping(bytes(8))))
        self.setUp()
        self.greet()
        self.check("H-2", encode_frame(0, p.Hello()))
        self.setUp()
        self.check("H-9", PREFACE, encode_frame(0, p.Hello(max_exchanges=7)))
        self.setUp()
        self.check("H-4", PREFACE, encode_frame(0, p.Hello(min_version=2, max_version=2)))

    def test_number_of_exchanges(self) -> None:
        for _ in range(8):
            self.client.request(p.Request(b"x"))
        self.assertFalse(self.client.may_begin)  # H-10
        self.greet(max_exchanges=9)
        self.client.request(p.Request(b"x"))
        self.assertFalse(self.client.may_begin)  # H-8

    def test_whole_file(self) -> None:
        exchange = self.ask()
        pieces = ((0, 4_096), (4_096, 4_096), (8_192, 1_808))
        blocks = [encode_block(1, offset, bytes(length)) for offset, length in pieces]
        events = self.feed(self.exists(), *blocks, encode_frame(1, p.End(10_000)))
        self.assertEqual(sum(len(e.message.data) for e in events[1:-1]), 10_000)
        self.assertEqual(exchange.state.name, "ENDED")
        self.check("X-9", encode_frame(1, p.End(10_000)))

    def test_blocks_that_do_not_fit(self) -> None:
        for offset, length in ((4_096, 4_096), (0, 4_095), (0, 4_097)):
            self.setUp()
            self.ask()
            header = raw_header(0x14, length, 1, offset.to_bytes(8, "big"))
            self.check("B-4", self.exists(), header)

    def test_block_behind_the_end(self) -> None:
        self.ask()
        self.check("B-4", self.exists(size=1), encode_block(1, 0, b"x"), encode_block(1, 1, b"x"))

    def test_block_before_exists(self) -> None:
        self.ask()
        self.check("X-9", encode_block(1, 0, b"x"))

    def test_end_that_does_not_fit(self) -> None:
        self.ask()
        self.check("B-7", self.exists(size=1), encode_frame(1, p.End(0)))
        self.setUp()
        self.ask()
        self.check("B-7", self.exists(size=0), encode_frame(1, p.End(1)))

    def test_end_of_a_bad_range(self) -> None:
        self.greet()
        self.client.request(p.Request(b"x"), p.Ready(5, 0))
        self.check("B-7", self.exists(size=4), encode_frame(1, p.End(0)))

    def test_exists_that_does_not_fit(self) -> None:
        self.ask()
        self.check("B-2", self.exists(block_size=8_193))
        self.setUp()
        self.ask(expected_tag=b"other")
        self.check("R-7", self.exists())
        self.setUp()
        self.ask(sha256=True)
        self.check("R-12", self.exists())

    def test_frames_of_other_states(self) -> None:
        self.ask()
        self.check("X-9", self.exists(), self.exists())
        self.setUp()
        self.ask()
        self.check("X-9", self.exists(), encode_frame(1, p.NotExists()))
        self.setUp()
        self.ask()
        self.check("X-9", encode_frame(2, p.NotExists()))

    def test_choosing(self) -> None:
        self.greet()
        request = p.Request(b"x", advance=p.Advance(p.Ready(), 5))
        exchange = self.client.request(request)
        self.feed(self.exists(size=6))
        self.assertEqual(exchange.state.name, "CHOOSING")
        self.client.ready(exchange, p.Ready(1, 2))
        self.feed(encode_block(1, 1, b"ab"), encode_frame(1, p.End(2)))
        self.assertEqual(exchange.state.name, "ENDED")

    def test_cancelling_goes_on_underneath(self) -> None:
        exchange = self.ask()
        self.client.cancel(exchange)
        self.assertEqual(self.feed(self.exists(size=2), encode_block(1, 0, b"ab")), [])
        [event] = self.feed(encode_frame(1, p.Failure(ErrorCode.CANCELLED)))
        self.assertEqual(event.exchange, exchange)
        self.assertEqual(self.client.running, {})

    def test_cancelling_checks_as_before(self) -> None:
        self.client.cancel(self.ask())
        self.check("B-4", self.exists(), encode_block(1, 1, b"x"))

    def entry(self, path: bytes) -> bytes:
        return encode_frame(1, p.Entry(p.KIND_FILE, 0, NOON, b"", path))

    def test_listing(self) -> None:
        for recursive, path in ((False, b"a/b"), (True, b".."), (True, b"/a"), (False, b"\xff")):
            self.setUp()
            self.greet()
            self.client.list_folder(p.ListFolder(b"", recursive))
            self.check("L-8", self.entry(path))
        self.setUp()
        self.greet()
        self.client.list_folder(p.ListFolder(b""))
        self.check("L-8", self.entry(b"a"), encode_frame(1, p.ListEnd(2, 0)))
        self.setUp()
        self.greet()
        self.client.list_folder(p.ListFolder(b"", True))
        events = self.feed(self.entry(b"a/b"), encode_frame(1, p.ListEnd(1, 0)))
        self.assertEqual(len(events), 2)

    def test_go_away(self) -> None:
        self.greet()
        first, second = (self.client.request(p.Request(b"x")) for _ in range(2))
        [event] = self.feed(encode_frame(0, p.GoAway(1)))
        self.assertEqual(event.ended_early, (second,))
        self.assertFalse(self.client.may_begin)  # E-10
        self.assertEqual(self.feed(encode_frame(1, p.NotExists()))[0].exchange, first)
        self.check("E-9", encode_frame(0, p.GoAway(0)))

    def test_end_of_the_connection(self) -> None:
        exchange = self.ask()
        [event] = self.feed(encode_frame(0, p.Busy(5)))
        self.assertEqual(event.ended_early, (exchange,))
        self.assertEqual(self.client.take_output()[-16 - 16 :], encode_frame(1, p.Ready()))

    def test_ping(self) -> None:
        self.greet()
        self.client.take_output()
        self.feed(encode_frame(0, p.Ping(b"12345678")))
        self.assertEqual(self.client.take_output(), encode_frame(0, p.Pong(b"12345678")))


class SmallPartsTest(unittest.TestCase):
    def test_blocks_of_the_figure(self) -> None:
        """The figure in section 3.8."""
        range_ = range_of(p.Ready(1_000, 8_000), 10_000)
        blocks = list(blocks_of(range_, 4_096))
        self.assertEqual(blocks, [(1_000, 3_096), (4_096, 4_096), (8_192, 808)])
        self.assertEqual(list(blocks_of(range_of(p.Ready(5, 0), 5), 4_096)), [])
        self.assertIsNone(range_of(p.Ready(6, 0), 5))

    def test_paths(self) -> None:
        for path in (b"a", b"a/b", b"\\", b"a:b", b"a\nb", "\u00fc".encode(), b"x" * 1_024, b"..."):
            self.assertTrue(is_valid_path(path), path)
        for path in (
            b"", b"/a", b"a/", b"a//b", b".", b"a/..", b"./a", b"a\0", b"\xff",
            b"\xc0\xaf", b"\xed\xa0\x80", b"x" * 1_025,
        ):
            self.assertFalse(is_valid_path(path), path)
        self.assertTrue(is_hidden(b"a/.b/c"))
        self.assertFalse(is_hidden(b"a.b/c."))

    def test_text_is_escaped(self) -> None:
        self.assertEqual(printable("\u00fc\x1b[0m\u202e".encode()), "\u00fc\\x1b[0m\\u202e")
        self.assertEqual(printable(b"\xff"), "\\xff")


if __name__ == "__main__":
    unittest.main()
