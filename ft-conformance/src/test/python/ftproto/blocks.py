"""Which blocks a range has: section 3.8."""

from __future__ import annotations

from typing import Iterator, NamedTuple

from .payloads import Ready


class Span(NamedTuple):
    """A piece of a file."""

    offset: int
    length: int

    @property
    def end(self) -> int:
        """The first offset behind the piece."""
        return self.offset + self.length


def range_of(ready: Ready, size: int) -> Span | None:
    """The range that a READY means (R-8); None if it begins beyond the end."""
    if ready.offset > size:
        return None
    return Span(ready.offset, min(ready.length, size - ready.offset))


def block_at(offset: int, end: int, block_size: int) -> Span:
    """The block that begins at `offset` in a range up to `end` (B-3)."""
    next_multiple = (offset // block_size + 1) * block_size
    return Span(offset, min(next_multiple, end) - offset)


def blocks_of(range_: Span, block_size: int) -> Iterator[Span]:
    """All blocks of a range, in their order (B-1)."""
    offset = range_.offset
    while offset < range_.end:
        block = block_at(offset, range_.end, block_size)
        yield block
        offset = block.end
