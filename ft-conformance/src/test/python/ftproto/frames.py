"""Frames on the wire: sections 3.1 and 3.2."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Callable, NamedTuple

from . import payloads as p
from .crc32c import crc32c
from .errors import ErrorCode, NotFramedError, ProtocolError, malformed
from .fields import U31_MAX, U63_MAX

PREFACE = bytes((0x00, 0x66, 0x74, 0x01))
CHECK_BYTES = 4
HEADER_BYTES = 8
BLOCK_HEADER_BYTES = 16
FIRST_SKIPPABLE_TYPE = 0x80


class FrameType(IntEnum):
    """The code of a frame type."""

    HELLO = 0x01
    PING = 0x02
    PONG = 0x03
    GO_AWAY = 0x04
    FAILURE = 0x05
    BUSY = 0x06
    REQUEST = 0x10
    EXISTS = 0x11
    NOT_EXISTS = 0x12
    READY = 0x13
    BLOCK = 0x14
    END = 0x15
    CANCEL = 0x16
    LIST = 0x20
    ENTRY = 0x21
    LIST_END = 0x22


class Side(Enum):
    """Who sends a frame."""

    CLIENT = "C"
    SERVER = "S"


class Ids(Enum):
    """Which ids a frame type may have."""

    ZERO = "0"
    ANY = ">= 0"
    EXCHANGE = "> 0"


class TypeRule(NamedTuple):
    """A line of the table in section 3.2."""

    senders: str
    ids: Ids
    min_length: int
    max_length: int
    payload: type | None


_T = FrameType
TYPE_RULES = {
    _T.HELLO: TypeRule("CS", Ids.ZERO, 21, 16_384, p.Hello),
    _T.PING: TypeRule("CS", Ids.ZERO, 8, 8, p.Ping),
    _T.PONG: TypeRule("CS", Ids.ZERO, 8, 8, p.Pong),
    _T.GO_AWAY: TypeRule("S", Ids.ZERO, 10, 1_034, p.GoAway),
    _T.FAILURE: TypeRule("CS", Ids.ANY, 4, 1_028, p.Failure),
    _T.BUSY: TypeRule("S", Ids.ANY, 8, 8, p.Busy),
    _T.REQUEST: TypeRule("C", Ids.EXCHANGE, 4, 16_384, p.Request),
    _T.EXISTS: TypeRule("S", Ids.EXCHANGE, 26, 16_384, p.Exists),
    _T.NOT_EXISTS: TypeRule("S", Ids.EXCHANGE, 0, 0, p.NotExists),
    _T.READY: TypeRule("C", Ids.EXCHANGE, 16, 16, p.Ready),
    _T.BLOCK: TypeRule("S", Ids.EXCHANGE, 1, 8_388_608, None),
    _T.END: TypeRule("S", Ids.EXCHANGE, 8, 8, p.End),
    _T.CANCEL: TypeRule("C", Ids.EXCHANGE, 0, 0, p.Cancel),
    _T.LIST: TypeRule("C", Ids.EXCHANGE, 3, 16_384, p.ListFolder),
    _T.ENTRY: TypeRule("S", Ids.EXCHANGE, 24, 16_384, p.Entry),
    _T.LIST_END: TypeRule("S", Ids.EXCHANGE, 16, 16, p.ListEnd),
}
_TYPE_OF_PAYLOAD = {rule.payload: type_ for type_, rule in TYPE_RULES.items()}


class Header(NamedTuple):
    """The header of a frame.  `offset` is 0 in all but a BLOCK."""

    type: int
    length: int
    id: int
    offset: int
    check: int

    @property
    def name(self) -> str:
        """The name of the frame type, for messages."""
        return FrameType(self.type).name if self.type in TYPE_RULES else hex(self.type)


class Frame(NamedTuple):
    """A frame that was received."""

    type: FrameType
    id: int
    message: p.Message


def encode_frame(id_: int, message: p.Payload) -> bytes:
    """The bytes of a frame that is no BLOCK."""
    payload = message.encode()
    type_ = _TYPE_OF_PAYLOAD[type(message)]
    return _assemble(_base_header(type_, len(payload), id_), payload)


def encode_block(id_: int, offset: int, data: bytes) -> bytes:
    """The bytes of a BLOCK."""
    header = _base_header(FrameType.BLOCK, len(data), id_)
    return _assemble(header + offset.to_bytes(8, "big"), data)


def _base_header(type_: int, length: int, id_: int) -> bytes:
    return bytes((type_,)) + length.to_bytes(3, "big") + id_.to_bytes(4, "big")


def _assemble(header: bytes, body: bytes) -> bytes:
    """Puts the two checks behind header and body (N-4)."""
    header_check = crc32c(header)
    body_check = crc32c(body) ^ header_check
    return b"".join(
        (header, header_check.to_bytes(4, "big"), body, body_check.to_bytes(4, "big"))
    )


class FrameReader:
    """Takes the bytes of a peer, in pieces of any size, and gives frames.

    `check_header` is called with each header that fits the table, before the
    payload is waited for.  It may raise a ProtocolError.
    """

    def __init__(self, peer: Side, check_header: Callable[[Header], None]) -> None:
        self._peer = peer
        self._check_header = check_header
        self._buffer = bytearray()
        self._preface_read = False
        self._header: Header | None = None

    def feed(self, data: bytes) -> None:
        """Takes more bytes of the peer."""
        self._buffer += data

    def next_frame(self) -> Frame | None:
        """The next frame, or None if bytes are missing."""
        if not self._preface_read and not self._read_preface():
            return None
        while True:
            if self._header is None:
                self._header = self._read_header()
            if self._header is None:
                return None
            body = self._take(self._header.length + CHECK_BYTES)
            if body is None:
                return None
            header, self._header = self._header, None
            if header.type < FIRST_SKIPPABLE_TYPE:
                return _decode(header, body)

    def _read_preface(self) -> bool:
        seen = self._buffer[: len(PREFACE)]
        if not PREFACE.startswith(seen):
            if self._peer is Side.SERVER:
                raise NotFramedError("the first bytes are no preface")  # D-7
            raise malformed("F-1", "the first bytes are no preface")
        self._preface_read = self._take(len(PREFACE)) is not None
        return self._preface_read

    def _read_header(self) -> Header | None:
        if not self._buffer:
            return None
        is_block = self._buffer[0] == FrameType.BLOCK  # F-2
        size = BLOCK_HEADER_BYTES if is_block else HEADER_BYTES
        raw = self._take(size + CHECK_BYTES)
        if raw is None:
            return None
        check = int.from_bytes(raw[size:], "big")
        if crc32c(raw[:size]) != check:
            raise ProtocolError(ErrorCode.CHECKSUM, "F-3", "a header check does not match")
        header = Header(
            type=raw[0],
            length=int.from_bytes(raw[1:4], "big"),
            id=int.from_bytes(raw[4:8], "big"),
            offset=int.from_bytes(raw[8:size], "big"),
            check=check,
        )
        _check_against_table(header, self._peer)
        self._check_header(header)
        return header

    def _take(self, size: int) -> bytes | None:
        if len(self._buffer) < size:
            return None
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken


def _check_against_table(header: Header, sender: Side) -> None:
    """Type, sender, id and length have to fit section 3.2 (F-6)."""
    if header.type >= FIRST_SKIPPABLE_TYPE:
        if header.length > p.PAYLOAD_MAX:
            raise malformed("F-10", "a frame to be skipped is too long")
        return
    if header.type not in TYPE_RULES:
        raise malformed("F-9", f"the frame type {header.type:#04x} is unknown")
    rule = TYPE_RULES[FrameType(header.type)]
    if sender.value not in rule.senders:
        raise malformed("F-6", f"{header.name} from the wrong side")
    if header.id > U31_MAX:
        raise malformed("N-1", "the highest bit of an id is set")
    if (rule.ids is Ids.ZERO and header.id) or (rule.ids is Ids.EXCHANGE and not header.id):
        raise malformed("F-6", f"{header.name} with the id {header.id}")
    if header.type == FrameType.FAILURE and header.id and sender is Side.CLIENT:
        raise malformed("X-12", "a client's FAILURE for an exchange")
    if not rule.min_length <= header.length <= rule.max_length:
        raise malformed("F-6", f"{header.name} with {header.length} bytes")
    if header.offset > U63_MAX:
        raise malformed("N-1", "the highest bit of an offset is set")
    if header.offset + header.length > U63_MAX:
        raise malformed("F-12", "a block that reaches beyond 2^63-1")


def _decode(header: Header, body: bytes) -> Frame:
    """Compares the second check, and takes the payload apart."""
    type_ = FrameType(header.type)
    content = body[: header.length]
    check = int.from_bytes(body[header.length :], "big")
    matches = crc32c(content) ^ header.check == check
    if type_ is FrameType.BLOCK:
        return Frame(type_, header.id, p.Block(header.offset, content, matches))  # F-5
    if not matches:
        raise ProtocolError(ErrorCode.CHECKSUM, "F-4", "a payload check does not match")
    return Frame(type_, header.id, TYPE_RULES[type_].payload.decode(content))
