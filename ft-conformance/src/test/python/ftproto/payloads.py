"""The payloads of the frames: section 3.3.

Each class has the fields of one frame, `encode` for the sender and `decode`
for the receiver.  A payload that breaks a rule is a ProtocolError.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from .errors import ErrorCode, malformed
from .fields import U31_MAX, U63_MAX, FieldReader, FieldWriter, Time

BLOCK_SIZE_MIN = 4_096
BLOCK_SIZE_MAX = 8_388_608
PAYLOAD_MAX = 16_384
TAG_MAX = 64
TEXT_MAX = 1_024
TOKEN_MAX = 1_024
AGENT_MAX = 255
ENTRY_PATH_MAX = 1_024
SHA256_BYTES = 32

FEATURE_LIST = 1 << 0
FEATURE_SHA256 = 1 << 1

FLAG_ADVANCE = 0x01
FLAG_SHA256 = 0x02
FLAG_RECURSIVE = 0x01

KIND_FILE = 1
KIND_FOLDER = 2


@dataclass(frozen=True)
class Hello:
    """HELLO: the greeting.  Further bytes of the peer are ignored (H-3)."""

    min_version: int = 1
    max_version: int = 1
    features: int = FEATURE_LIST | FEATURE_SHA256
    max_exchanges: int = 64
    max_block_bytes: int = BLOCK_SIZE_MAX
    token: bytes = b""
    agent: bytes = b""

    def encode(self) -> bytes:
        fields = FieldWriter()
        fields.unsigned(self.min_version, 1).unsigned(self.max_version, 1)
        fields.unsigned(self.features, 8)
        fields.unsigned(self.max_exchanges, 4).unsigned(self.max_block_bytes, 4)
        return fields.bytes16(self.token).bytes8(self.agent).payload()

    @classmethod
    def decode(cls, payload: bytes) -> Hello:
        fields = FieldReader(payload)
        min_version = fields.unsigned(1, least=1)
        return cls(
            min_version=min_version,
            max_version=fields.unsigned(1, least=min_version),
            features=fields.unsigned(8),
            max_exchanges=fields.u31(least=1),
            max_block_bytes=fields.u31(BLOCK_SIZE_MIN, BLOCK_SIZE_MAX),
            token=fields.bytes16(TOKEN_MAX),
            agent=fields.bytes8(AGENT_MAX),
        )


@dataclass(frozen=True)
class _Echo:
    """The payload that PING and PONG have in common."""

    value: bytes

    def encode(self) -> bytes:
        return self.value

    @classmethod
    def decode(cls, payload: bytes) -> _Echo:
        return cls(payload)


class Ping(_Echo):
    """PING: asks for a sign of life."""


class Pong(_Echo):
    """PONG: the answer to a PING, with its value."""


@dataclass(frozen=True)
class GoAway:
    """GO_AWAY: the server is about to close."""

    last_id: int
    retry_after_millis: int = 0
    text: bytes = b""

    def encode(self) -> bytes:
        fields = FieldWriter().unsigned(self.last_id, 4)
        fields.unsigned(self.retry_after_millis, 4)
        return fields.bytes16(self.text[:TEXT_MAX]).payload()

    @classmethod
    def decode(cls, payload: bytes) -> GoAway:
        fields = FieldReader(payload)
        message = cls(fields.u31(), fields.unsigned(4), fields.bytes16(TEXT_MAX))
        fields.end()
        return message


@dataclass(frozen=True)
class Failure:
    """FAILURE: ends an exchange, or the connection."""

    code: ErrorCode
    text: bytes = b""

    def encode(self) -> bytes:
        fields = FieldWriter().unsigned(self.code, 2)
        return fields.bytes16(self.text[:TEXT_MAX]).payload()

    @classmethod
    def decode(cls, payload: bytes) -> Failure:
        fields = FieldReader(payload)
        code = ErrorCode.from_wire(fields.unsigned(2))
        message = cls(code, fields.bytes16(TEXT_MAX))
        fields.end()
        return message


@dataclass(frozen=True)
class Busy:
    """BUSY: not now; ends an exchange, or the connection."""

    retry_after_millis: int
    place: int = 0

    def encode(self) -> bytes:
        fields = FieldWriter().unsigned(self.retry_after_millis, 4)
        return fields.unsigned(self.place, 4).payload()

    @classmethod
    def decode(cls, payload: bytes) -> Busy:
        fields = FieldReader(payload)
        message = cls(fields.unsigned(4), fields.u31())
        fields.end()
        return message


@dataclass(frozen=True)
class Ready:
    """READY: which range the client wants."""

    offset: int = 0
    length: int = U63_MAX

    def encode(self) -> bytes:
        return FieldWriter().unsigned(self.offset, 8).unsigned(self.length, 8).payload()

    @classmethod
    def decode(cls, payload: bytes) -> Ready:
        fields = FieldReader(payload)
        message = cls(fields.u63(), fields.u63())
        fields.end()
        return message


@dataclass(frozen=True)
class Advance:
    """The part of a REQUEST that stands in for a READY (R-10)."""

    ready: Ready = Ready()
    max_size: int = U63_MAX


@dataclass(frozen=True)
class Request:
    """REQUEST: names a file; begins an exchange."""

    path: bytes
    expected_tag: bytes = b""
    advance: Advance | None = None
    sha256: bool = False

    def encode(self) -> bytes:
        flags = FLAG_SHA256 if self.sha256 else 0
        if self.advance is not None:
            flags |= FLAG_ADVANCE
        fields = FieldWriter().unsigned(flags, 1)
        fields.bytes16(self.path).bytes8(self.expected_tag)
        if self.advance is not None:
            fields.raw(self.advance.ready.encode())
            fields.unsigned(self.advance.max_size, 8)
        return fields.payload()

    @classmethod
    def decode(cls, payload: bytes) -> Request:
        fields = FieldReader(payload)
        flags = fields.unsigned(1, most=FLAG_ADVANCE | FLAG_SHA256)
        path = fields.bytes16(PAYLOAD_MAX)
        tag = fields.bytes8(TAG_MAX)
        advance = None
        if flags & FLAG_ADVANCE:
            advance = Advance(Ready(fields.u63(), fields.u63()), fields.u63())
        fields.end()
        return cls(path, tag, advance, bool(flags & FLAG_SHA256))

    def advance_holds(self, size: int) -> bool:
        """Whether there is an ADVANCE and it takes effect (R-10)."""
        return self.advance is not None and size <= self.advance.max_size


@dataclass(frozen=True)
class Exists:
    """EXISTS: the server has the file and holds it open."""

    size: int
    modified: Time
    block_size: int
    tag: bytes = b""
    sha256: bytes = b""

    def encode(self) -> bytes:
        fields = FieldWriter().unsigned(self.size, 8).time(self.modified)
        fields.unsigned(self.block_size, 4)
        return fields.bytes8(self.tag).bytes8(self.sha256).payload()

    @classmethod
    def decode(cls, payload: bytes) -> Exists:
        fields = FieldReader(payload)
        message = cls(
            size=fields.u63(),
            modified=fields.time(),
            block_size=fields.u31(BLOCK_SIZE_MIN, BLOCK_SIZE_MAX),
            tag=fields.bytes8(TAG_MAX),
            sha256=fields.bytes8(SHA256_BYTES),
        )
        if len(message.sha256) not in (0, SHA256_BYTES):
            raise malformed("N-6", "a digest that is not 0 or 32 bytes long")
        fields.end()
        return message


@dataclass(frozen=True)
class _Empty:
    """The payload of the frames that have none."""

    def encode(self) -> bytes:
        return b""

    @classmethod
    def decode(cls, payload: bytes) -> _Empty:
        FieldReader(payload).end()
        return cls()


class NotExists(_Empty):
    """NOT_EXISTS: there is no such file; ends the exchange."""


class Cancel(_Empty):
    """CANCEL: the client wants no more of an exchange."""


@dataclass(frozen=True)
class End:
    """END: the range is sent; ends the exchange."""

    length: int

    def encode(self) -> bytes:
        return FieldWriter().unsigned(self.length, 8).payload()

    @classmethod
    def decode(cls, payload: bytes) -> End:
        fields = FieldReader(payload)
        message = cls(fields.u63())
        fields.end()
        return message


@dataclass(frozen=True)
class ListFolder:
    """LIST: names a folder; begins an exchange."""

    path: bytes
    recursive: bool = False

    def encode(self) -> bytes:
        flags = FLAG_RECURSIVE if self.recursive else 0
        return FieldWriter().unsigned(flags, 1).bytes16(self.path).payload()

    @classmethod
    def decode(cls, payload: bytes) -> ListFolder:
        fields = FieldReader(payload)
        flags = fields.unsigned(1, most=FLAG_RECURSIVE)
        message = cls(fields.bytes16(PAYLOAD_MAX), bool(flags))
        fields.end()
        return message


@dataclass(frozen=True)
class Entry:
    """ENTRY: one name in the folder."""

    kind: int
    size: int
    modified: Time
    tag: bytes
    path: bytes

    def encode(self) -> bytes:
        fields = FieldWriter().unsigned(self.kind, 1).unsigned(self.size, 8)
        fields.time(self.modified)
        return fields.bytes8(self.tag).bytes16(self.path).payload()

    @classmethod
    def decode(cls, payload: bytes) -> Entry:
        fields = FieldReader(payload)
        message = cls(
            kind=fields.unsigned(1, KIND_FILE, KIND_FOLDER),
            size=fields.u63(),
            modified=fields.time(),
            tag=fields.bytes8(TAG_MAX),
            path=fields.bytes16(ENTRY_PATH_MAX),
        )
        fields.end()
        if message.kind == KIND_FOLDER and (message.size or message.tag):
            raise malformed("N-6", "a folder with a size or a tag")
        return message


@dataclass(frozen=True)
class ListEnd:
    """LIST_END: the listing is complete; ends the exchange."""

    entries: int
    omitted: int

    def encode(self) -> bytes:
        fields = FieldWriter().unsigned(self.entries, 8)
        return fields.unsigned(self.omitted, 8).payload()

    @classmethod
    def decode(cls, payload: bytes) -> ListEnd:
        fields = FieldReader(payload)
        message = cls(fields.u63(), fields.u63())
        fields.end()
        return message


@dataclass(frozen=True)
class Block:
    """BLOCK: file data.  `intact` tells whether the data check matched."""

    offset: int
    data: bytes
    intact: bool = True


Payload = Union[
    Hello, Ping, Pong, GoAway, Failure, Busy, Request, Exists, NotExists,
    Ready, End, Cancel, ListFolder, Entry, ListEnd,
]
Message = Union[Payload, Block]

MAX_EXCHANGE_ID = U31_MAX
