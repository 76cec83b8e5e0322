"""Bytes of a peer, made fit to be shown (E-5)."""

from __future__ import annotations

import unicodedata

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def printable(raw: bytes) -> str:
    """The text, with all that could harm a terminal escaped."""
    text = raw.decode("utf-8", "backslashreplace")
    return "".join(_escape(c) if unicodedata.category(c) in _UNSAFE else c for c in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
