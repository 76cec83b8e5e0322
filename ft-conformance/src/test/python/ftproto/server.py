"""The server's state machines: sections 4.1 and 4.2.

A ServerConnection moves no bytes and opens no files.  The caller gives it
what the client sent.  It works on the exchanges that `receive` returns, and
sends what is in `control` between the frames of those.
"""

from __future__ import annotations

from collections import deque
from enum import Enum, auto
from typing import Iterator

from . import payloads as p
from .blocks import Span, range_of
from .errors import ErrorCode, ProtocolError, malformed
from .frames import (
    PREFACE,
    Frame,
    FrameReader,
    FrameType,
    Header,
    Side,
    encode_block,
    encode_frame,
)
from .greeting import Agreement, agree

_ENDS = (p.NotExists, p.End, p.ListEnd, p.Busy, p.Failure)
"""What ends an exchange (X-2)."""


class ConnectionState(Enum):
    """The state of a connection."""

    DETECT = auto()
    GREETING = auto()
    OPEN = auto()
    DRAINING = auto()
    CLOSED = auto()


class ExchangeState(Enum):
    """The state of an exchange."""

    OPENING = auto()
    WAITING = auto()
    SENDING = auto()
    LISTING = auto()
    ENDED = auto()


class ServerExchange:
    """One exchange, as the server sees it."""

    def __init__(self, id_: int, asked: p.Request | p.ListFolder) -> None:
        self.id = id_
        self.asked = asked
        self.cancelled = False
        self.range: Span | None = None
        self._ready: p.Ready | None = None
        self._size = 0
        is_list = isinstance(asked, p.ListFolder)
        self.state = ExchangeState.LISTING if is_list else ExchangeState.OPENING

    def receive_ready(self, ready: p.Ready) -> None:
        """READY has come while the exchange runs."""
        if self.cancelled:
            return  # CANCEL has led to ENDED already (4.2).
        may_come = self.state in (ExchangeState.OPENING, ExchangeState.WAITING)
        if not may_come or self._ready is not None:
            raise malformed("X-8", f"READY in the state {self.state.name}")
        self._ready = ready
        if self.state is ExchangeState.WAITING:
            self._start_sending(ready)

    def opened(self, size: int) -> None:
        """The file is open, and EXISTS is about to leave."""
        self._size = size
        if self.asked.advance_holds(size):
            if self._ready is not None:
                raise malformed("X-8", "READY beside an ADVANCE that takes effect")
            self._start_sending(self.asked.advance.ready)
        elif self._ready is not None:
            self._start_sending(self._ready)
        else:
            self.state = ExchangeState.WAITING

    def _start_sending(self, ready: p.Ready) -> None:
        self.range = range_of(ready, self._size)
        self.state = ExchangeState.SENDING


class ServerConnection:
    """The server's side of a connection."""

    def __init__(self, hello: p.Hello, is_full: bool = False) -> None:
        self.hello = hello
        self.peer: p.Hello | None = None
        self.state = ConnectionState.DETECT
        self.agreement: Agreement | None = None
        self.running: dict[int, ServerExchange] = {}
        self.control: deque[bytes] = deque()
        self.highest = 0
        self._is_full = is_full
        self._reader = FrameReader(Side.CLIENT, self._check_header)

    @property
    def may_end(self) -> bool:
        """Whether it is being drained, and all exchanges have ended (E-8)."""
        return self.state is ConnectionState.DRAINING and not self.running

    def receive(self, data: bytes) -> Iterator[ServerExchange]:
        """Takes bytes of the client, and gives the exchanges that begin.

        A broken rule puts FAILURE into `control` and closes.
        """
        if self.state is ConnectionState.DETECT and data:
            self._detect(data[0])
        self._reader.feed(data)
        try:
            while self.state is not ConnectionState.CLOSED:
                frame = self._reader.next_frame()
                if frame is None:
                    return
                exchange = self._receive_frame(frame)
                if exchange is not None:
                    yield exchange
        except ProtocolError as error:
            self.fail(error.code, error.text)

    def fail(self, code: ErrorCode, text: str) -> None:
        """Fails the connection (E-1)."""
        if self.state is ConnectionState.CLOSED:
            return
        if self.state is not ConnectionState.DETECT:
            self._send(0, p.Failure(code, text.encode()))
        self.close()

    def close(self) -> None:
        """Ends all exchanges.  What is in `control` may still be sent."""
        self.state = ConnectionState.CLOSED
        for exchange in self.running.values():
            exchange.state = ExchangeState.ENDED
        self.running.clear()

    def drain(self, text: str) -> None:
        """The server is to stop: GO_AWAY (E-8)."""
        if self.state is ConnectionState.DETECT:
            self.close()
        elif self.state in (ConnectionState.GREETING, ConnectionState.OPEN):
            self._send(0, p.GoAway(self.highest, 0, text.encode()))
            self.state = ConnectionState.DRAINING

    def answer(self, exchange: ServerExchange, message: p.Message) -> bytes:
        """The frame of a message of an exchange; empty if that has ended.

        With the message that is its end it stops to count as running (X-4).
        """
        if exchange.state is ExchangeState.ENDED:
            return b""
        if isinstance(message, p.Block):
            return encode_block(exchange.id, message.offset, message.data)
        if isinstance(message, p.Exists):
            try:
                exchange.opened(message.size)
            except ProtocolError as error:
                self.fail(error.code, error.text)
                return b""
        elif isinstance(message, _ENDS):
            exchange.state = ExchangeState.ENDED
            del self.running[exchange.id]
        return encode_frame(exchange.id, message)

    def _send(self, id_: int, message: p.Payload) -> None:
        self.control.append(encode_frame(id_, message))

    def _detect(self, first_byte: int) -> None:
        """Section 2: this server speaks neither TLS nor classic (D-2, D-3)."""
        if first_byte != PREFACE[0]:
            self.close()
            return
        self.control.append(PREFACE)
        self._send(0, self.hello)
        self.state = ConnectionState.GREETING
        if self._is_full:
            self._send(0, p.Busy(1_000))
            self.close()

    def _check_header(self, header: Header) -> None:
        """What is to be checked before a payload is waited for (F-6)."""
        is_hello = header.type == FrameType.HELLO
        if is_hello != (self.peer is None):
            raise malformed("H-2", f"{header.name} at the wrong time")
        if header.type in (FrameType.REQUEST, FrameType.LIST) and header.id <= self.highest:
            raise malformed("X-1", f"the id {header.id} is not above {self.highest}")
        if header.type in (FrameType.READY, FrameType.CANCEL) and header.id > self.highest:
            raise malformed("X-7", f"{header.name} for the id {header.id}, never used")

    def _receive_frame(self, frame: Frame) -> ServerExchange | None:
        message = frame.message
        if isinstance(message, p.Hello):
            self._receive_hello(message)
        elif isinstance(message, p.Ping):
            self._send(0, p.Pong(message.value))
        elif isinstance(message, p.Failure):
            self.control.clear()  # E-2: no answer
            self.close()
        elif isinstance(message, (p.Request, p.ListFolder)):
            return self._begin(frame.id, message)
        elif frame.id in self.running:  # else X-6
            exchange = self.running[frame.id]
            if isinstance(message, p.Ready):
                exchange.receive_ready(message)
            elif isinstance(message, p.Cancel):
                exchange.cancelled = True
        return None

    def _receive_hello(self, hello: p.Hello) -> None:
        self.peer = hello
        self.agreement = agree(self.hello, hello)
        if self.state is ConnectionState.GREETING:
            self.state = ConnectionState.OPEN

    def _begin(self, id_: int, asked: p.Request | p.ListFolder) -> ServerExchange | None:
        """The first three lines of the table in R-1."""
        self.highest = id_
        if self.state is ConnectionState.DRAINING:
            return None
        if len(self.running) >= self.agreement.max_exchanges:
            self._send(id_, p.Failure(ErrorCode.LIMIT_EXCEEDED, b"too many exchanges"))
            return None
        if self._needed_feature(asked) & ~self.agreement.features:
            self._send(id_, p.Failure(ErrorCode.UNSUPPORTED, b"a feature is not in force"))
            return None
        exchange = ServerExchange(id_, asked)
        self.running[id_] = exchange
        return exchange

    @staticmethod
    def _needed_feature(asked: p.Request | p.ListFolder) -> int:
        if isinstance(asked, p.ListFolder):
            return p.FEATURE_LIST
        return p.FEATURE_SHA256 if asked.sha256 else 0
