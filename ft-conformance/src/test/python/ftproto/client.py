"""The client's state machines: sections 4.3 and 4.4.

A ClientConnection moves no bytes itself.  The caller gives it what the server
sent, and sends what `take_output` returns.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Iterator, NamedTuple

from . import payloads as p
from .blocks import Span, block_at, range_of
from .errors import ProtocolError, malformed
from .fields import U31_MAX
from .frames import (
    PREFACE,
    TYPE_RULES,
    Frame,
    FrameReader,
    FrameType,
    Header,
    Side,
    encode_frame,
)
from .greeting import SERVER_EXCHANGES_MIN, Agreement, agree
from .paths import is_valid_path


class ExchangeState(Enum):
    """The state of an exchange.  CANCELLING is a mark beside it."""

    ASKED = auto()
    CHOOSING = auto()
    RECEIVING = auto()
    LISTING = auto()
    ENDED = auto()


class ConnectionState(Enum):
    """The state of a connection, from its first byte on."""

    GREETING = auto()
    OPEN = auto()
    DRAINING = auto()
    CLOSED = auto()


_ENDS_EVERYWHERE = (FrameType.FAILURE, FrameType.BUSY)
_ALLOWED = {
    ExchangeState.ASKED: {FrameType.NOT_EXISTS, FrameType.EXISTS},
    ExchangeState.CHOOSING: set(),
    ExchangeState.RECEIVING: {FrameType.BLOCK, FrameType.END},
    ExchangeState.LISTING: {FrameType.ENTRY, FrameType.LIST_END, FrameType.NOT_EXISTS},
}
_ENDS = {
    FrameType.NOT_EXISTS,
    FrameType.END,
    FrameType.LIST_END,
    FrameType.FAILURE,
    FrameType.BUSY,
}


class ClientExchange:
    """One exchange, as the client sees it."""

    def __init__(self, id_: int, asked: p.Request | p.ListFolder, ready: p.Ready | None) -> None:
        self.id = id_
        self.asked = asked
        self.ready = ready
        self.exists: p.Exists | None = None
        self.cancelling = False
        is_list = isinstance(asked, p.ListFolder)
        self.state = ExchangeState.LISTING if is_list else ExchangeState.ASKED
        self._range: Span | None = None
        self._position = 0
        self._entries = 0

    def check_header(self, header: Header) -> None:
        """Whether a frame may come now; a BLOCK before its data is read."""
        if header.type in _ENDS_EVERYWHERE:
            return
        late_not_exists = header.type == FrameType.NOT_EXISTS and self._entries  # L-2
        if header.type not in _ALLOWED[self.state] or late_not_exists:
            raise malformed("X-9", f"{header.name} in the state {self.state.name}")
        if header.type == FrameType.BLOCK:
            self._check_block(header)

    def _check_block(self, header: Header) -> None:
        if self._range is None or self._position == self._range.end:
            raise malformed("B-4", "a block behind the end of the range")
        expected = block_at(self._position, self._range.end, self.exists.block_size)
        if Span(header.offset, header.length) != expected:
            raise malformed("B-4", f"a block of {header.length} bytes at {header.offset}")

    def receive(self, frame: Frame, max_block_bytes: int) -> None:
        """Checks a message that may come now, and takes the step it means."""
        message = frame.message
        if isinstance(message, p.Exists):
            self._receive_exists(message, max_block_bytes)
        elif isinstance(message, p.Block):
            self._position += len(message.data)
        elif isinstance(message, p.End):
            self._check_end(message)
        elif isinstance(message, p.Entry):
            self._entries += 1
            self._check_entry(message)
        elif isinstance(message, p.ListEnd) and message.entries != self._entries:
            raise malformed("L-8", "LIST_END with another number of entries")
        if frame.type in _ENDS:
            self.state = ExchangeState.ENDED

    def _receive_exists(self, exists: p.Exists, max_block_bytes: int) -> None:
        if exists.block_size > max_block_bytes:
            raise malformed("B-2", "a block size that is larger than announced")
        if self.asked.expected_tag not in (b"", exists.tag):
            raise malformed("R-7", "EXISTS with another tag than the expected one")
        if bool(exists.sha256) != self.asked.sha256:
            raise malformed("R-12", "EXISTS with a digest too many or too few")
        self.exists = exists
        if self.asked.advance_holds(exists.size):
            self.ready = self.asked.advance.ready
        if self.ready is None:
            self.state = ExchangeState.CHOOSING
        else:
            self.start_receiving(self.ready)

    def start_receiving(self, ready: p.Ready) -> None:
        """READY is sent and EXISTS is there."""
        self.ready = ready
        self._range = range_of(ready, self.exists.size)
        self._position = ready.offset
        self.state = ExchangeState.RECEIVING

    def _check_end(self, end: p.End) -> None:
        if self._range is None or self._position != self._range.end:
            raise malformed("B-7", "END before the end of the range")
        if end.length != self._range.length:
            raise malformed("B-7", "END with another length")

    def _check_entry(self, entry: p.Entry) -> None:
        if not is_valid_path(entry.path):
            raise malformed("L-8", "an entry whose path breaks P-1")
        if not self.asked.recursive and b"/" in entry.path:
            raise malformed("L-8", "an entry that lies deeper than one part")


class Event(NamedTuple):
    """Something that the server said.

    `exchange` is None if it concerns the connection.  `ended_early` has the
    exchanges that a GO_AWAY, or a FAILURE or BUSY with id 0, has ended (X-3).
    """

    exchange: ClientExchange | None
    message: p.Message
    ended_early: tuple[ClientExchange, ...] = ()


class ClientConnection:
    """The client's side of a connection."""

    def __init__(self, hello: p.Hello) -> None:
        self.hello = hello
        self.state = ConnectionState.GREETING
        self.agreement: Agreement | None = None
        self.running: dict[int, ClientExchange] = {}
        self._reader = FrameReader(Side.SERVER, self._check_header)
        self._output = bytearray(PREFACE + encode_frame(0, hello))
        self._last_used_id = 0
        self._highest_answered_id = 0
        self._go_away_id = U31_MAX

    @property
    def max_exchanges(self) -> int:
        """How many exchanges may run now (H-8, H-10)."""
        if self.agreement is None:
            return min(SERVER_EXCHANGES_MIN, self.hello.max_exchanges)
        return self.agreement.max_exchanges

    @property
    def may_begin(self) -> bool:
        """Whether another exchange may begin now."""
        return (
            self.state in (ConnectionState.GREETING, ConnectionState.OPEN)
            and len(self.running) < self.max_exchanges
            and self._last_used_id < p.MAX_EXCHANGE_ID
        )

    def take_output(self) -> bytes:
        """The bytes to be sent."""
        output = bytes(self._output)
        self._output.clear()
        return output

    def request(self, request: p.Request, ready: p.Ready | None = None) -> ClientExchange:
        """Asks for a file.  With `ready` READY follows at once."""
        if ready is not None and request.advance is not None:
            raise ValueError("READY beside ADVANCE (R-11)")
        exchange = self._begin(request, ready)
        if ready is not None:
            self._send(exchange.id, ready)
        return exchange

    def list_folder(self, request: p.ListFolder) -> ClientExchange:
        """Asks for a listing."""
        return self._begin(request, None)

    def ready(self, exchange: ClientExchange, ready: p.Ready) -> None:
        """Chooses the range, after EXISTS has come."""
        if exchange.state is not ExchangeState.CHOOSING or exchange.cancelling:
            raise ValueError("no range is to be chosen now")
        exchange.start_receiving(ready)
        self._send(exchange.id, ready)

    def cancel(self, exchange: ClientExchange) -> None:
        """The caller wants no more of an exchange."""
        if exchange.id in self.running and not exchange.cancelling:
            exchange.cancelling = True
            self._send(exchange.id, p.Cancel())

    def ping(self, value: bytes) -> None:
        """Asks for a sign of life (T-1)."""
        self._send(0, p.Ping(value))

    def receive(self, data: bytes) -> Iterator[Event]:
        """Takes bytes of the server, and gives what they say.

        On a broken rule FAILURE is put into the output, and the error raised.
        """
        self._reader.feed(data)
        try:
            while self.state is not ConnectionState.CLOSED:
                frame = self._reader.next_frame()
                if frame is None:
                    return
                yield from self._receive_frame(frame)
        except ProtocolError as error:
            self._send(0, p.Failure(error.code, error.text.encode()))
            self.end_all()
            raise

    def end_all(self) -> tuple[ClientExchange, ...]:
        """The connection ends.  Returns what has ended early (E-11)."""
        self.state = ConnectionState.CLOSED
        return self._end_above(0)

    def _begin(self, asked: p.Request | p.ListFolder, ready: p.Ready | None) -> ClientExchange:
        if not self.may_begin:
            raise ValueError("no further exchange may begin (X-1, H-10, E-10)")
        self._last_used_id += 1
        exchange = ClientExchange(self._last_used_id, asked, ready)
        self.running[exchange.id] = exchange
        self._send(exchange.id, asked)
        return exchange

    def _send(self, id_: int, message: p.Payload) -> None:
        self._output += encode_frame(id_, message)

    def _end_above(self, id_: int) -> tuple[ClientExchange, ...]:
        ended = tuple(e for e in self.running.values() if e.id > id_)
        for exchange in ended:
            exchange.state = ExchangeState.ENDED
            del self.running[exchange.id]
        return ended

    def _check_header(self, header: Header) -> None:
        """What is to be checked before a payload is waited for (F-6)."""
        is_hello = header.type == FrameType.HELLO
        if is_hello != (self.state is ConnectionState.GREETING):
            raise malformed("H-2", f"{header.name} in the state {self.state.name}")
        if header.type not in TYPE_RULES or not header.id:
            return
        exchange = self.running.get(header.id)
        if exchange is None:
            raise malformed("X-9", f"{header.name} for an exchange that is not running")
        exchange.check_header(header)

    def _receive_frame(self, frame: Frame) -> Iterator[Event]:
        if frame.id:
            yield from self._receive_for_exchange(frame)
        elif isinstance(frame.message, p.Hello):
            self._receive_hello(frame.message)
            yield Event(None, frame.message)
        elif isinstance(frame.message, p.Ping):
            self._send(0, p.Pong(frame.message.value))
        elif isinstance(frame.message, p.GoAway):
            yield Event(None, frame.message, self._receive_go_away(frame.message))
        elif isinstance(frame.message, (p.Failure, p.Busy)):
            yield Event(None, frame.message, self.end_all())

    def _receive_for_exchange(self, frame: Frame) -> Iterator[Event]:
        exchange = self.running[frame.id]
        self._highest_answered_id = max(self._highest_answered_id, frame.id)
        exchange.receive(frame, self.hello.max_block_bytes)
        ended = exchange.state is ExchangeState.ENDED
        if ended:
            del self.running[frame.id]
        if ended or not exchange.cancelling:
            yield Event(exchange, frame.message)

    def _receive_hello(self, hello: p.Hello) -> None:
        self.agreement = agree(self.hello, hello)
        if hello.max_exchanges < SERVER_EXCHANGES_MIN:
            raise malformed("H-9", "a server that takes too few exchanges")
        self.state = ConnectionState.OPEN

    def _receive_go_away(self, go_away: p.GoAway) -> tuple[ClientExchange, ...]:
        if not self._highest_answered_id <= go_away.last_id <= self._go_away_id:
            raise malformed("E-9", "GO_AWAY with a lastId that may not be")
        self._go_away_id = go_away.last_id
        self.state = ConnectionState.DRAINING
        return self._end_above(go_away.last_id)
