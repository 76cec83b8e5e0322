"""The two threads of a connection.

One thread reads, and checks the deadlines.  The other one works on the
exchanges in turn, and writes.  So the server goes on reading while a slow
client keeps it from writing (Q-1).
"""

from __future__ import annotations

import socket
from collections import deque
from dataclasses import dataclass
from threading import Condition, Semaphore, Thread
from time import monotonic

from ftproto import payloads as p
from ftproto.errors import ErrorCode
from ftproto.server import ConnectionState, ExchangeState, ServerConnection, ServerExchange

from .folder import ServedFolder
from .work import Steps, work_on

_POLL_SECONDS = 0.25
_RECEIVE_BYTES = 1 << 16
_OWED_MAX_BYTES = 1 << 16
_ENTRIES_BYTES = 1 << 14
_LINGER_SECONDS = 2.0


@dataclass(frozen=True)
class Limits:
    """The bounds and deadlines of a server, in seconds where not said."""

    connections: int = 500
    exchanges: int = 2_000
    exchanges_per_connection: int = 64
    handshake: float = 60.0
    idle: float = 60.0
    progress: float = 300.0
    drain: float = 30.0


@dataclass
class _Job:
    """An exchange and the work on it."""

    exchange: ServerExchange
    steps: Steps
    waiting_since: float = 0.0


class Connection:
    """A connection of one client."""

    def __init__(
        self,
        sock: socket.socket,
        folder: ServedFolder,
        places: Semaphore,
        limits: Limits,
        is_full: bool,
    ) -> None:
        hello = p.Hello(
            max_exchanges=limits.exchanges_per_connection,
            max_block_bytes=p.BLOCK_SIZE_MIN,
            agent=b"ft_serve/1",
        )
        self._sock = sock
        self._folder = folder
        self._places = places
        self._limits = limits
        self._machine = ServerConnection(hello, is_full)
        self._changed = Condition()
        self._turns: deque[_Job] = deque()
        self._parked: list[_Job] = []
        self._is_stopping = False
        self._is_working = False
        self._is_sending = False
        self._accepted_at = self._moved_at = self._sent_at = monotonic()
        self._close_at: float | None = None

    def run(self) -> None:
        """Serves the client until the connection ends."""
        self._sock.settimeout(_POLL_SECONDS)
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        writer = Thread(target=self._write_all, daemon=True)
        writer.start()
        try:
            self._read_all()
        finally:
            self._close_machine()
            _shutdown(self._sock, socket.SHUT_RDWR)
            writer.join()
            self._sock.close()

    def drain(self) -> None:
        """Takes no more exchanges, and ends when the running ones have (E-8)."""
        with self._changed:
            self._machine.drain("the server is about to stop")
            self._changed.notify_all()

    def stop(self) -> None:
        """Ends the running exchanges, each behind its block (E-8)."""
        with self._changed:
            self._is_stopping = True
            self._wake_parked()

    # The reading thread.

    def _read_all(self) -> None:
        while not self._check_deadlines():
            if self._owes_too_much():
                continue
            try:
                data = self._sock.recv(_RECEIVE_BYTES)
            except socket.timeout:
                continue
            except OSError:
                return
            if not data:
                return  # E-7
            with self._changed:
                self._moved_at = monotonic()
                for exchange in self._machine.receive(data):
                    self._begin(exchange)
                self._wake_parked()

    def _begin(self, exchange: ServerExchange) -> None:
        max_block_bytes = self._machine.peer.max_block_bytes
        steps = work_on(exchange, self._folder, self._places, max_block_bytes)
        self._turns.append(_Job(exchange, steps))

    def _wake_parked(self) -> None:
        """Gives a turn to each exchange that need not wait any longer."""
        waiting = []
        for job in self._parked:
            needs_ready = job.exchange.state is ExchangeState.WAITING
            if needs_ready and not job.exchange.cancelled and not self._is_stopping:
                waiting.append(job)
            else:
                self._turns.append(job)
        self._parked = waiting
        self._changed.notify_all()

    def _owes_too_much(self) -> bool:
        """Whether to stop reading until control frames are taken (Q-2)."""
        with self._changed:
            if self._machine.state is ConnectionState.CLOSED:
                return False
            owed = sum(map(len, self._machine.control))
            if owed > _OWED_MAX_BYTES:
                self._changed.wait(_POLL_SECONDS)
            return owed > _OWED_MAX_BYTES

    def _check_deadlines(self) -> bool:
        """Looks at all deadlines.  Returns whether the connection is over."""
        now = monotonic()
        with self._changed:
            state = self._machine.state
            if state is ConnectionState.CLOSED:
                if self._close_at is None:
                    self._close_at = now + _LINGER_SECONDS
                return now >= self._close_at  # E-3
            if state in (ConnectionState.DETECT, ConnectionState.GREETING):
                if now - self._accepted_at > self._limits.handshake:
                    self._fail("the greeting took too long")  # T-7
            self._check_waiting(now)
            return self._check_idle(now)

    def _check_waiting(self, now: float) -> None:
        """Ends what has waited for its READY for too long (T-8)."""
        for job in list(self._parked):
            if now - job.waiting_since > self._limits.progress:
                self._parked.remove(job)
                failure = p.Failure(ErrorCode.TIMEOUT, b"no READY came")
                self._machine.control.append(self._machine.answer(job.exchange, failure))
                job.steps.close()
                self._changed.notify_all()

    def _check_idle(self, now: float) -> bool:
        if self._is_working:
            self._moved_at = now  # T-5
        if self._is_sending:
            # Data is in the way: no word can be said (T-4, T-8).
            is_idle = now - self._moved_at > self._limits.idle
            return is_idle or now - self._sent_at > self._limits.progress
        if now - self._moved_at > self._limits.idle:
            self._fail("nothing came for too long")
        return False

    def _fail(self, text: str) -> None:
        self._machine.fail(ErrorCode.TIMEOUT, text)
        self._changed.notify_all()

    def _close_machine(self) -> None:
        with self._changed:
            self._machine.control.clear()
            self._machine.close()
            self._changed.notify_all()

    # The writing thread.

    def _write_all(self) -> None:
        try:
            while True:
                data = self._next_bytes()
                if data is None:
                    break
                self._send(data)
            _shutdown(self._sock, socket.SHUT_WR)  # E-3
        except OSError:
            self._close_machine()
        finally:
            with self._changed:
                self._machine.close()
                jobs = [*self._turns, *self._parked]
            for job in jobs:
                job.steps.close()

    def _next_bytes(self) -> bytes | None:
        """What is to be sent next: control frames first, then in turn (B-10)."""
        with self._changed:
            while not self._turns or self._machine.control or self._is_closed():
                if self._machine.control:
                    self._changed.notify_all()
                    return self._machine.control.popleft()
                if self._is_closed():
                    return None
                self._changed.wait(_POLL_SECONDS)
            job = self._turns.popleft()
            if job.exchange.cancelled:
                return self._give_up(job, ErrorCode.CANCELLED)
            if self._is_stopping:
                return self._give_up(job, ErrorCode.GOING_AWAY)
            self._is_working = True
        try:
            return self._work(job)
        finally:
            with self._changed:
                self._is_working = False

    def _is_closed(self) -> bool:
        if self._machine.may_end:
            self._machine.close()
        return self._machine.state is ConnectionState.CLOSED

    def _give_up(self, job: _Job, code: ErrorCode) -> bytes:
        job.steps.close()
        return self._machine.answer(job.exchange, p.Failure(code))

    def _work(self, job: _Job) -> bytes:
        """One turn of an exchange: a block, some entries, or another frame."""
        output = b""
        while len(output) < _ENTRIES_BYTES:
            message = next(job.steps)
            if message is None:
                break
            with self._changed:
                output += self._machine.answer(job.exchange, message)
            if not isinstance(message, p.Entry) or job.exchange.state is ExchangeState.ENDED:
                break
        self._put_in_line(job)
        return output

    def _put_in_line(self, job: _Job) -> None:
        with self._changed:
            if job.exchange.state is ExchangeState.ENDED:
                job.steps.close()
            elif job.exchange.state is ExchangeState.WAITING:
                job.waiting_since = monotonic()
                self._parked.append(job)
                self._wake_parked()
            else:
                self._turns.append(job)

    def _send(self, data: bytes) -> None:
        rest = memoryview(data)
        self._sent_at = monotonic()
        self._is_sending = True
        while rest:
            try:
                rest = rest[self._sock.send(rest) :]
            except socket.timeout:
                continue
            self._moved_at = self._sent_at = monotonic()
        self._is_sending = False


def _shutdown(sock: socket.socket, how: int) -> None:
    try:
        sock.shutdown(how)
    except OSError:
        pass  # The peer was faster.
