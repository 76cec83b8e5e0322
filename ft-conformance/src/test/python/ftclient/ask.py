"""A listing or a digest to be fetched."""

from __future__ import annotations

from ftproto import payloads as p
from ftproto.client import ClientConnection, ClientExchange

from .task import DEFAULT_ATTEMPTS, Task


class Listing(Task):
    """The entries of a folder.  They are complete when the task is done."""

    def __init__(
        self, path: bytes, recursive: bool, attempts: int = DEFAULT_ATTEMPTS
    ) -> None:
        super().__init__(path, attempts)
        self._recursive = recursive
        self.entries: list[p.Entry] = []
        self.omitted = 0

    def _ask(self, connection: ClientConnection) -> ClientExchange:
        self.entries.clear()
        return connection.list_folder(p.ListFolder(self.path, self._recursive))

    def _take(self, message: p.Message) -> None:
        if isinstance(message, p.Entry):
            self.entries.append(message)
        elif isinstance(message, p.ListEnd):
            self.omitted = message.omitted
            self.is_done = True


class Digest(Task):
    """The SHA-256 of a file, without the file (R-9, R-12)."""

    def __init__(self, path: bytes, attempts: int = DEFAULT_ATTEMPTS) -> None:
        super().__init__(path, attempts)
        self.sha256 = b""

    def _ask(self, connection: ClientConnection) -> ClientExchange:
        nothing = p.Advance(p.Ready(0, 0))
        return connection.request(p.Request(self.path, b"", nothing, sha256=True))

    def _take(self, message: p.Message) -> None:
        if isinstance(message, p.Exists):
            self.sha256 = message.sha256
        elif isinstance(message, p.End):
            self.is_done = True
