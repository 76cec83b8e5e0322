"""How a call of the client can end."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the client."""

    DONE = 0
    USAGE = 1
    PROTOCOL = 2
    ENDED_EARLY = 3
    FAILURE = 4
    TARGET = 5
    NO_SUCH_FILE = 78


class Trouble(Exception):
    """Something that ends a task, or the whole call."""

    def __init__(self, exit_code: ExitCode, text: str) -> None:
        super().__init__(text)
        self.exit_code = exit_code
