"""A connection to a server: socket, state machine, and deadlines."""

from __future__ import annotations

import select
import socket
from time import monotonic
from typing import Iterator

from ftproto import payloads as p
from ftproto.client import ClientConnection, ConnectionState, Event
from ftproto.errors import NotFramedError, ProtocolError

from .outcome import ExitCode, Trouble

_RECEIVE_BYTES = 1 << 18
_CONNECT_SECONDS = 10.0
_HANDSHAKE_SECONDS = 15.0
_PING_SECONDS = 15.0
_IDLE_SECONDS = 60.0
_PROGRESS_SECONDS = 300.0
_LINGER_SECONDS = 2.0


class LinkEnded(Exception):
    """The connection has ended, or went silent.  Another one may do better."""


class Link:
    """A connection to a server."""

    def __init__(self, host: str, port: int, max_block_bytes: int) -> None:
        try:
            self._sock = socket.create_connection((host, port), _CONNECT_SECONDS)
        except OSError as error:
            raise LinkEnded(f"cannot connect: {error}") from error
        self._sock.setblocking(False)
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        hello = p.Hello(max_block_bytes=max_block_bytes, agent=b"ft_get/1")
        self.machine = ClientConnection(hello)
        self._unsent = b""
        now = monotonic()
        self._connected_at = self._heard_at = self._pinged_at = self._progress_at = now

    def step(self, seconds: float) -> Iterator[Event]:
        """Sends and receives what is possible within this time (Q-1)."""
        self._unsent += self.machine.take_output()
        writing = [self._sock] if self._unsent else []
        readable, writable, _ = select.select([self._sock], writing, [], seconds)
        if writable:
            self._send()
        if readable:
            yield from self._receive()
        self._check_deadlines()

    def close(self) -> None:
        """Closes without a goodbye (E-12)."""
        self._sock.close()

    def _send(self) -> None:
        try:
            sent = self._sock.send(self._unsent)
        except BlockingIOError:
            return
        except OSError as error:
            # What the server has said before is still to be read.
            self._unsent = b""
            if self.machine.state is ConnectionState.CLOSED:
                raise LinkEnded(str(error)) from error
            return
        self._unsent = self._unsent[sent:]

    def _receive(self) -> Iterator[Event]:
        try:
            data = self._sock.recv(_RECEIVE_BYTES)
        except BlockingIOError:
            return
        except OSError as error:
            raise LinkEnded(str(error)) from error
        if not data:
            raise LinkEnded("the server has closed the connection")
        self._heard_at = monotonic()
        try:
            for event in self.machine.receive(data):
                if not isinstance(event.message, p.Pong):
                    self._progress_at = monotonic()
                yield event
        except NotFramedError as error:
            raise Trouble(ExitCode.PROTOCOL, f"no framed server: {error}") from error
        except ProtocolError as error:
            self._say_last_words()
            if error.code.retryable:
                raise LinkEnded(str(error)) from error
            raise Trouble(ExitCode.PROTOCOL, f"the server broke the protocol: {error}") from error

    def _say_last_words(self) -> None:
        """Sends the FAILURE, and closes as in E-3."""
        self._unsent += self.machine.take_output()
        deadline = monotonic() + _LINGER_SECONDS
        try:
            self._sock.settimeout(_LINGER_SECONDS)
            self._sock.sendall(self._unsent)
            self._sock.shutdown(socket.SHUT_WR)
            while monotonic() < deadline and self._sock.recv(_RECEIVE_BYTES):
                pass
        except OSError:
            pass  # It was worth a try.

    def _check_deadlines(self) -> None:
        now = monotonic()
        if self.machine.state is ConnectionState.GREETING:
            if now - self._connected_at > _HANDSHAKE_SECONDS:  # T-7
                raise LinkEnded("the server did not greet in time")
        if now - self._heard_at > _IDLE_SECONDS:  # T-6
            raise LinkEnded("the server has been silent for too long")
        if now - self._progress_at > _PROGRESS_SECONDS:
            raise LinkEnded("the server answers, but nothing goes on")
        if self.machine.state in (ConnectionState.OPEN, ConnectionState.DRAINING):
            if now - max(self._pinged_at, self._heard_at) > _PING_SECONDS:  # T-3
                self._pinged_at = now
                self.machine.ping(b"ft_get/1")
