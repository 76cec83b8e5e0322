"""Error codes: section 3.10."""

from __future__ import annotations

from enum import IntEnum


class ErrorCode(IntEnum):
    """The code of a FAILURE."""

    UNKNOWN = 0
    MALFORMED = 1
    UNSUPPORTED_VERSION = 2
    UNSUPPORTED = 3
    LIMIT_EXCEEDED = 4
    CHECKSUM = 5
    CHANGED = 6
    READ_ERROR = 7
    BAD_RANGE = 8
    CANCELLED = 9
    TIMEOUT = 10
    UNAUTHORIZED = 11
    GOING_AWAY = 12
    INTERNAL = 13

    @classmethod
    def from_wire(cls, number: int) -> ErrorCode:
        """The code with this number; UNKNOWN if there is none (E-4)."""
        try:
            return cls(number)
        except ValueError:
            return cls.UNKNOWN

    @property
    def retryable(self) -> bool:
        """Whether the same request can succeed when it is sent again."""
        return self in _RETRYABLE


_RETRYABLE = frozenset(
    {
        ErrorCode.CHECKSUM,
        ErrorCode.CHANGED,
        ErrorCode.READ_ERROR,
        ErrorCode.TIMEOUT,
        ErrorCode.GOING_AWAY,
    }
)


class ProtocolError(Exception):
    """The peer broke a rule; the connection has to be failed (E-1)."""

    def __init__(self, code: ErrorCode, rule: str, text: str) -> None:
        super().__init__(f"{code.name} ({rule}): {text}")
        self.code = code
        self.rule = rule
        self.text = text


class NotFramedError(Exception):
    """The first bytes of the peer are no preface (D-7)."""


def malformed(rule: str, text: str) -> ProtocolError:
    """A ProtocolError for what the specification calls MALFORMED (F-11)."""
    return ProtocolError(ErrorCode.MALFORMED, rule, text)
