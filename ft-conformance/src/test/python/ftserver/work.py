"""What the server does for one exchange: sections 3.7 to 3.9.

Each exchange is a generator.  A step gives the next message, or None if there
is nothing to send yet.  So the exchanges of a connection can take turns, and
the code of one reads from its beginning to its end.
"""

from __future__ import annotations

import hashlib
from threading import Semaphore
from typing import Generator

from ftproto import payloads as p
from ftproto.blocks import Span, blocks_of
from ftproto.errors import ErrorCode
from ftproto.server import ServerExchange

from .folder import OpenFile, Refused, ServedFolder

BLOCK_BYTES = 1 << 20
_BUSY_MILLIS = 1_000

Steps = Generator["p.Message | None", None, None]


def work_on(
    exchange: ServerExchange, folder: ServedFolder, places: Semaphore, max_block_bytes: int
) -> Steps:
    """All messages of an exchange, up to its end."""
    if not places.acquire(blocking=False):
        yield p.Busy(_BUSY_MILLIS)
        return
    try:
        if isinstance(exchange.asked, p.ListFolder):
            yield from folder.list_folder(exchange.asked.path, exchange.asked.recursive)
        else:
            yield from _serve_file(exchange, folder, min(BLOCK_BYTES, max_block_bytes))
    except Refused as refused:
        yield refused.message
    finally:
        places.release()


def _serve_file(exchange: ServerExchange, folder: ServedFolder, block_size: int) -> Steps:
    request = exchange.asked
    file = folder.open_file(request.path)
    try:
        if request.expected_tag not in (b"", file.tag):
            raise Refused(p.Failure(ErrorCode.CHANGED, b"the file has another tag"))
        digest = b""
        if request.sha256:
            digest = yield from _digest(file)
        yield p.Exists(file.size, file.modified, block_size, file.tag, digest)
        # The next step comes when the range is known.
        if exchange.range is None:
            raise Refused(p.Failure(ErrorCode.BAD_RANGE, b"beyond the end of the file"))
        for block in blocks_of(exchange.range, block_size):
            yield p.Block(block.offset, file.read(*block))
        yield p.End(exchange.range.length)
    finally:
        file.close()


def _digest(file: OpenFile) -> Generator[None, None, bytes]:
    """Computes the SHA-256 of the whole file (R-12), a piece in each step."""
    digest = hashlib.sha256()
    for piece in blocks_of(Span(0, file.size), BLOCK_BYTES):
        digest.update(file.read(*piece))
        yield None
    return digest.digest()
