"""A file to be fetched."""

from __future__ import annotations

import os
from typing import BinaryIO

from ftproto import payloads as p
from ftproto.blocks import Span, range_of
from ftproto.client import ClientConnection, ClientExchange
from ftproto.errors import ErrorCode

from .outcome import ExitCode, Trouble
from .task import DEFAULT_ATTEMPTS, Task


class Download(Task):
    """A range of a file on its way into a file here.

    Verified blocks go into NAME.part.  What is missing, or was damaged, is
    asked for again with the tag (B-8, E-11).  Bytes of two versions are never
    mixed.  NAME appears when all is there.
    """

    def __init__(
        self,
        path: bytes,
        target: str,
        wanted: p.Ready = p.Ready(),
        attempts: int = DEFAULT_ATTEMPTS,
    ) -> None:
        super().__init__(path, attempts)
        self._target = target
        self._part = target + ".part"
        self._wanted = wanted
        self._exists: p.Exists | None = None
        self._missing: list[Span] = []
        self._position = 0
        self._asked_end = 0
        self._versions_lost = 0
        self._file: BinaryIO | None = None

    def end_early(self) -> None:
        if self.exchange is not None and self.exchange.exists is not None:
            # Also if it is empty: only END says that all is well (B-7).
            self._missing.append(Span(self._position, self._asked_end - self._position))
        super().end_early()
        if self._exists is not None and not self._exists.tag:
            self._forget_version()

    def drop(self) -> None:
        """Removes what is half done."""
        if self._file is not None:
            self._file.close()
            os.unlink(self._part)
            self._file = None

    def _ask(self, connection: ClientConnection) -> ClientExchange:
        if self._exists is None:
            return connection.request(p.Request(self.path, b"", p.Advance(self._wanted)))
        ready = p.Ready(*self._missing[0])
        return connection.request(p.Request(self.path, self._exists.tag, p.Advance(ready)))

    def _take(self, message: p.Message) -> None:
        try:
            if isinstance(message, p.Exists):
                self._receive_exists(message)
            elif isinstance(message, p.Block):
                self._receive_block(message)
            elif isinstance(message, p.End):
                self._receive_end()
        except OSError as error:
            raise Trouble(ExitCode.TARGET, f"{self._target}: {error.strerror}") from error

    def _receive_exists(self, exists: p.Exists) -> None:
        if self._exists is None:
            self._exists = exists
            range_ = range_of(self._wanted, exists.size)
            # Without a range FAILURE BAD_RANGE follows.
            self._missing = [range_ or Span(self._wanted.offset, 0)]
            self._open_part()
        elif exists.size != self._exists.size:
            raise Trouble(ExitCode.PROTOCOL, f"{self.name}: two sizes with the same tag")
        span = self._missing.pop(0)
        self._position, self._asked_end = span.offset, span.end

    def _receive_block(self, block: p.Block) -> None:
        span = Span(block.offset, len(block.data))
        self._position = span.end
        if block.intact:
            self._file.seek(block.offset - self._wanted.offset)
            self._file.write(block.data)
            self._made_progress()
        else:
            self._missing.append(span)
            self._try_again("damaged on the way", ExitCode.PROTOCOL)

    def _receive_end(self) -> None:
        self.exchange = None
        if self._missing and not self._exists.tag:
            self._forget_version()
        elif not self._missing:
            self._file.close()
            self._file = None
            os.replace(self._part, self._target)
            self.is_done = True

    def _receive_failure(self, failure: p.Failure) -> None:
        if failure.code is ErrorCode.CHANGED:
            self._forget_version()  # B-9
        super()._receive_failure(failure)

    def _forget_version(self) -> None:
        """Begins anew.  What came before is no progress."""
        self._exists = None
        self._missing = []
        self._versions_lost += 1
        if self._versions_lost >= self._attempts:
            why = f"no attempt got all of one version (attempts: {self._attempts})"
            raise Trouble(ExitCode.FAILURE, f"{self.name}: {why}")

    def _open_part(self) -> None:
        if self._file is None:
            self._file = open(self._part, "wb")
        self._file.truncate(0)
