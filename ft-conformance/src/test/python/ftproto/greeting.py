"""What two HELLOs together put in force: section 3.4."""

from __future__ import annotations

from typing import NamedTuple

from .errors import ErrorCode, ProtocolError
from .payloads import Hello

SERVER_EXCHANGES_MIN = 8
"""A server takes at least so many exchanges (H-9, H-10)."""


class Agreement(NamedTuple):
    """What is in force on a connection."""

    version: int
    features: int
    max_exchanges: int


def agree(own: Hello, peer: Hello) -> Agreement:
    """The version, the features and the number in force (H-4, H-6, H-8)."""
    version = min(own.max_version, peer.max_version)
    if version < max(own.min_version, peer.min_version):
        raise ProtocolError(
            ErrorCode.UNSUPPORTED_VERSION, "H-4", "there is no version in common"
        )
    return Agreement(
        version,
        own.features & peer.features,
        min(own.max_exchanges, peer.max_exchanges),
    )
