#!/usr/bin/env python3
"""A server that offers the files below a folder in the framed dialect.

It offers no TLS, no tokens and no classic dialect: it closes connections
that begin with any of these (D-2, D-3).
"""

from __future__ import annotations

import argparse
import os
import signal
import sys

from ftserver.connection import Limits
from ftserver.server import Server


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", metavar="DIR", help="the folder to serve")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=65432, help="0 for a free one")
    parser.add_argument(
        "--drain-timeout",
        type=float,
        default=Limits.drain,
        metavar="SECONDS",
        help="how long running exchanges have after SIGTERM",
    )
    return parser.parse_args()


def main() -> int:
    """Serves until SIGTERM or SIGINT; a second one ends it at once."""
    arguments = _arguments()
    limits = Limits(drain=arguments.drain_timeout)
    try:
        server = Server(arguments.folder, arguments.host, arguments.port, limits)
    except OSError as error:
        print(f"ft_serve: {error}", file=sys.stderr)
        return 1

    def on_signal(number: int, _frame: object) -> None:
        signal.signal(number, lambda *_: os._exit(128 + number))
        server.stop()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    print("listening on {}:{}".format(*server.address), flush=True)
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
