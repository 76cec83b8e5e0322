"""Paths: section 3.6."""

from __future__ import annotations

PATH_MAX = 1_024


def is_valid_path(path: bytes) -> bool:
    """Whether a path keeps to P-1."""
    if not 1 <= len(path) <= PATH_MAX or b"\0" in path:
        return False
    if not is_utf8(path):
        return False
    return all(part not in (b"", b".", b"..") for part in path.split(b"/"))


def is_utf8(name: bytes) -> bool:
    """Whether these bytes are UTF-8 as in RFC 3629."""
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_hidden(path: bytes) -> bool:
    """Whether a part of the path begins with a dot (P-8)."""
    return any(part.startswith(b".") for part in path.split(b"/"))
