#!/usr/bin/env python3
"""A client that fetches files and listings in the framed dialect."""

from __future__ import annotations

import argparse
import os
import sys
from typing import NoReturn, Sequence

from ftclient.ask import Digest, Listing
from ftclient.download import Download
from ftclient.outcome import ExitCode
from ftclient.session import Session
from ftclient.task import DEFAULT_ATTEMPTS
from ftproto import payloads as p
from ftproto.fields import U63_MAX
from ftproto.paths import is_valid_path
from ftproto.text import printable

_EXIT_CODES = """\
exit codes:
  0   all is there and verified
  1   wrong usage
  2   the server broke the protocol, or a block was damaged time and again
  3   no connection, or it ended early, time and again
  4   the server reported a failure, or was busy time and again
  5   a target cannot be written
  78  the server has no such file or folder
With several paths it is the code of the first one that failed."""


class _Parser(argparse.ArgumentParser):
    """A parser whose exit code for wrong usage is the documented one."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(ExitCode.USAGE, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        description=__doc__,
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("host", metavar="HOST")
    parser.add_argument("port", metavar="PORT", type=int)
    parser.add_argument("paths", metavar="PATH", nargs="*", help="what to fetch")
    parser.add_argument("-O", "--output-dir", metavar="DIR", default=".")
    parser.add_argument("-o", "--output", metavar="FILE", help="for a single PATH")
    parser.add_argument("--offset", type=int, default=0, help="where to start; with -o")
    parser.add_argument("--length", type=int, default=U63_MAX, help="how much; with -o")
    parser.add_argument("--list", metavar="PATH", help="show a folder; '' is the root")
    parser.add_argument("-r", "--recursive", action="store_true", help="with --list")
    parser.add_argument("--sha256", action="store_true", help="show digests, fetch no file")
    parser.add_argument(
        "--max-block-bytes",
        type=int,
        default=p.BLOCK_SIZE_MAX,
        help="the largest block to accept, 4096 to 8388608",
    )
    parser.add_argument(
        "--attempts",
        metavar="N",
        type=int,
        default=DEFAULT_ATTEMPTS,
        help="how often in a row to try what may pass, %(default)s by default; 1: never again",
    )
    return parser


def _check(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    if (arguments.list is None) == (not arguments.paths):
        parser.error("give either PATH or --list")
    for path in arguments.paths:
        if not is_valid_path(os.fsencode(path)):
            parser.error(f"{printable(os.fsencode(path))}: cannot be a path")
    if arguments.output is not None and len(arguments.paths) != 1:
        parser.error("-o is for a single PATH")
    if arguments.output is None and (arguments.offset, arguments.length) != (0, U63_MAX):
        parser.error("--offset and --length need -o")
    if not (0 <= arguments.offset <= U63_MAX and 0 <= arguments.length <= U63_MAX):
        parser.error("--offset and --length lie between 0 and 2^63-1")
    if not p.BLOCK_SIZE_MIN <= arguments.max_block_bytes <= p.BLOCK_SIZE_MAX:
        parser.error("--max-block-bytes is out of its limits")
    if arguments.attempts < 1:
        parser.error("--attempts is at least 1")


def _downloads(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> list[Download]:
    attempts = arguments.attempts
    if arguments.output is not None:
        wanted = p.Ready(arguments.offset, arguments.length)
        return [Download(os.fsencode(arguments.paths[0]), arguments.output, wanted, attempts)]
    names = [path.rpartition("/")[2] for path in arguments.paths]
    if len(set(names)) < len(names):
        parser.error("two files would have the same name")
    return [
        Download(os.fsencode(path), os.path.join(arguments.output_dir, name), attempts=attempts)
        for path, name in zip(arguments.paths, names)
    ]


def _print_listing(listing: Listing) -> None:
    for entry in sorted(listing.entries, key=lambda e: e.path):
        slash = "/" if entry.kind == p.KIND_FOLDER else ""
        print(f"{entry.size:>12}  {printable(entry.path)}{slash}")
    if listing.omitted:
        print(f"{listing.omitted} names were left out", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the client; returns the exit code."""
    parser = _parser()
    arguments = parser.parse_intermixed_args(argv)
    _check(parser, arguments)
    session = Session(
        arguments.host,
        arguments.port,
        report=lambda text: print(f"ft_get: {text}", file=sys.stderr),
        max_block_bytes=arguments.max_block_bytes,
        attempts=arguments.attempts,
    )
    if arguments.list is not None:
        listing = Listing(os.fsencode(arguments.list), arguments.recursive, arguments.attempts)
        exit_code = session.run([listing])
        if listing.is_done:
            _print_listing(listing)
        return exit_code
    if arguments.sha256:
        digests = [Digest(os.fsencode(path), arguments.attempts) for path in arguments.paths]
        exit_code = session.run(digests)
        for digest in digests:
            if digest.is_done:
                print(f"{digest.sha256.hex()}  {digest.name}")
        return exit_code
    return session.run(_downloads(parser, arguments))


if __name__ == "__main__":
    sys.exit(main())
