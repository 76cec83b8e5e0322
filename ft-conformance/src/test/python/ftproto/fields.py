"""The types of single fields: section 1."""

from __future__ import annotations

from typing import NamedTuple

from .errors import malformed

U31_MAX = 2**31 - 1
U63_MAX = 2**63 - 1
SECONDS_MIN = -31_557_014_167_219_200
SECONDS_MAX = 31_556_889_864_403_199
NANOS_MAX = 999_999_999


class Time(NamedTuple):
    """A point in time since 1970-01-01T00:00:00Z (N-3)."""

    seconds: int
    nanos: int

    @classmethod
    def from_nanos(cls, nanos: int) -> Time:
        """The time that lies so many nanoseconds after 1970 began."""
        return cls(*divmod(nanos, NANOS_MAX + 1))


class FieldWriter:
    """Puts fields together to a payload."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def unsigned(self, value: int, size: int) -> FieldWriter:
        """A number of `size` bytes (N-1)."""
        self._bytes += value.to_bytes(size, "big")
        return self

    def bytes8(self, value: bytes) -> FieldWriter:
        """Bytes behind a u8 with their number (N-2)."""
        return self.unsigned(len(value), 1).raw(value)

    def bytes16(self, value: bytes) -> FieldWriter:
        """Bytes behind a u16 with their number (N-2)."""
        return self.unsigned(len(value), 2).raw(value)

    def time(self, value: Time) -> FieldWriter:
        """A point in time (N-3)."""
        self._bytes += value.seconds.to_bytes(8, "big", signed=True)
        return self.unsigned(value.nanos, 4)

    def raw(self, value: bytes) -> FieldWriter:
        """Bytes as they are."""
        self._bytes += value
        return self

    def payload(self) -> bytes:
        """All fields."""
        return bytes(self._bytes)


class FieldReader:
    """Takes a payload apart.  What does not fit is MALFORMED."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        self._position = 0

    def unsigned(self, size: int, least: int = 0, most: int | None = None) -> int:
        """A number of `size` bytes within these limits (N-1, N-6)."""
        value = int.from_bytes(self.raw(size), "big")
        if value < least or (most is not None and value > most):
            raise malformed("N-6", f"the number {value} is out of its limits")
        return value

    def u31(self, least: int = 0, most: int = U31_MAX) -> int:
        """A number of 31 bits (N-1)."""
        value = self.unsigned(4)
        if value > U31_MAX:
            raise malformed("N-1", "the highest bit of a u31 is set")
        if not least <= value <= most:
            raise malformed("N-6", f"the number {value} is out of its limits")
        return value

    def u63(self) -> int:
        """A number of 63 bits (N-1)."""
        value = self.unsigned(8)
        if value > U63_MAX:
            raise malformed("N-1", "the highest bit of a u63 is set")
        return value

    def bytes8(self, limit: int) -> bytes:
        """Bytes behind a u8 with their number (N-2)."""
        return self._counted(1, limit)

    def bytes16(self, limit: int) -> bytes:
        """Bytes behind a u16 with their number (N-2)."""
        return self._counted(2, limit)

    def _counted(self, size: int, limit: int) -> bytes:
        number = self.unsigned(size)
        if number > limit:
            raise malformed("N-2", f"{number} bytes, more than {limit}")
        return self.raw(number)

    def time(self) -> Time:
        """A point in time (N-3)."""
        seconds = int.from_bytes(self.raw(8), "big", signed=True)
        nanos = self.unsigned(4)
        if not SECONDS_MIN <= seconds <= SECONDS_MAX or nanos > NANOS_MAX:
            raise malformed("N-3", "a time is out of its limits")
        return Time(seconds, nanos)

    def raw(self, size: int) -> bytes:
        """So many bytes as they are (F-7)."""
        end = self._position + size
        if end > len(self._payload):
            raise malformed("F-7", "a payload is too short for its fields")
        value = self._payload[self._position:end]
        self._position = end
        return value

    def end(self) -> None:
        """Checks that nothing is left over (F-7)."""
        if self._position != len(self._payload):
            raise malformed("F-7", "a payload has bytes behind its fields")
