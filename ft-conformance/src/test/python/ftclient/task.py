"""What all things to be asked for have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from time import monotonic

from ftproto import payloads as p
from ftproto.client import ClientConnection, ClientExchange
from ftproto.text import printable

from .outcome import ExitCode, Trouble

DEFAULT_ATTEMPTS = 5
"""So many attempts in a row may fail."""
_BUSY_PER_RETRY = 7
_BUSY_SECONDS_MIN = 0.2


class Task(ABC):
    """Something to be asked for, in one exchange or several in a row."""

    def __init__(self, path: bytes, attempts: int = DEFAULT_ATTEMPTS) -> None:
        self.path = path
        self._attempts = attempts
        self.exchange: ClientExchange | None = None
        self.is_done = False
        self.not_before = 0.0
        self._vain_attempts = 0
        self._busy_answers = 0

    @property
    def name(self) -> str:
        """The path, fit to be shown."""
        return printable(self.path)

    def begin(self, connection: ClientConnection) -> None:
        """Begins the next exchange."""
        self.exchange = self._ask(connection)

    def receive(self, message: p.Message) -> None:
        """Takes a message of the exchange; raises Trouble."""
        if isinstance(message, p.Busy):
            self.end_early()
            self._receive_busy(message)
        elif isinstance(message, p.Failure):
            self.end_early()
            self._receive_failure(message)
        elif isinstance(message, p.NotExists):
            self.exchange = None
            raise Trouble(ExitCode.NO_SUCH_FILE, f"{self.name}: no such file")
        else:
            self._take(message)

    def end_early(self) -> None:
        """The exchange has ended before it was complete (X-3)."""
        self.exchange = None

    def drop(self) -> None:
        """Gives up what is half done."""

    @abstractmethod
    def _ask(self, connection: ClientConnection) -> ClientExchange:
        """Sends REQUEST or LIST."""

    @abstractmethod
    def _take(self, message: p.Message) -> None:
        """Takes any other message."""

    def _receive_busy(self, busy: p.Busy) -> None:
        """Waits for as long as the server says (E-6)."""
        self._busy_answers += 1
        if self._busy_answers > _BUSY_PER_RETRY * (self._attempts - 1):
            raise Trouble(ExitCode.FAILURE, f"{self.name}: the server is busy")
        self._wait(max(_BUSY_SECONDS_MIN, busy.retry_after_millis / 1_000))

    def _receive_failure(self, failure: p.Failure) -> None:
        text = f"{failure.code.name} {printable(failure.text)}".strip()
        if not failure.code.retryable:
            raise Trouble(ExitCode.FAILURE, f"{self.name}: {text}")
        self._try_again(text, ExitCode.FAILURE)
        self._wait(0.2 * self._vain_attempts)

    def _wait(self, seconds: float) -> None:
        self.not_before = monotonic() + seconds

    def _try_again(self, why: str, exit_code: ExitCode) -> None:
        self._vain_attempts += 1
        if self._vain_attempts >= self._attempts:
            raise Trouble(exit_code, f"{self.name}: {why} (attempts: {self._attempts})")

    def _made_progress(self) -> None:
        self._vain_attempts = 0
