"""Tests of client and server together, and of the client alone.

Run them with: python3 -m unittest
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import socket
import tempfile
import threading
import unittest
from typing import Callable, Sequence

import ft_get
from ftclient.outcome import ExitCode
from ftproto import payloads as p
from ftproto.errors import ErrorCode
from ftproto.fields import Time
from ftproto.frames import PREFACE, FrameReader, Side, encode_block, encode_frame
from ftserver.connection import Limits
from ftserver.server import Server

DATA = bytes(range(251)) * 40  # 10,040 bytes
SIZE = len(DATA)


def run_client(address: tuple[str, int], *arguments: str) -> tuple[int, str]:
    """Runs the client.  Returns its exit code and what it printed."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
        try:
            code = ft_get.main([address[0], str(address[1]), *arguments])
        except SystemExit as stopped:
            code = stopped.code
    return code, output.getvalue()


class FolderTestCase(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.target = os.path.join(folder.name, "target")
        os.mkdir(self.target)

    def read_target(self, name: str) -> bytes:
        with open(os.path.join(self.target, name), "rb") as file:
            return file.read()


class ClientAndServerTest(FolderTestCase):
    FILES = {
        "zero": b"",
        "one": b"x",
        "blocks": os.urandom(3_000_001),
        "a b/\u00fc/na\u00efve \u65e5.txt": DATA,
        "a b/.hidden": b"secret",
        ".dot/file": b"secret",
    }

    def setUp(self) -> None:
        super().setUp()
        self.root = os.path.join(self.folder, "root")
        for name, content in self.FILES.items():
            path = os.path.join(self.root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
        os.symlink("one", os.path.join(self.root, "link"))
        os.symlink("a b", os.path.join(self.root, "linked"))
        self.start(Limits())

    def start(self, limits: Limits) -> None:
        server = Server(self.root, "127.0.0.1", 0, limits)
        thread = threading.Thread(target=server.run)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.stop)
        self.address = server.address

    def test_several_files_at_once(self) -> None:
        names = [name for name in self.FILES if "." not in name or "\u00fc" in name]
        code, _ = run_client(self.address, *names, "-O", self.target)
        self.assertEqual(code, ExitCode.DONE)
        for name in names:
            self.assertEqual(self.read_target(os.path.basename(name)), self.FILES[name])
        self.assertEqual(len(os.listdir(self.target)), len(names))

    def test_small_blocks(self) -> None:
        code, _ = run_client(
            self.address, "blocks", "-O", self.target, "--max-block-bytes", "65537"
        )
        self.assertEqual((code, self.read_target("blocks")), (0, self.FILES["blocks"]))

    def test_range(self) -> None:
        target = os.path.join(self.target, "part")
        for offset, length in ((0, 1), (1_048_575, 2), (2_999_999, 9), (3_000_001, 9), (7, 0)):
            code, _ = run_client(
                self.address, "blocks", "-o", target,
                "--offset", str(offset), "--length", str(length),
            )
            expected = self.FILES["blocks"][offset : offset + length]
            self.assertEqual((code, self.read_target("part")), (0, expected))

    def test_range_beyond_the_end(self) -> None:
        target = os.path.join(self.target, "part")
        code, _ = run_client(self.address, "one", "-o", target, "--offset", "2")
        self.assertEqual((code, os.listdir(self.target)), (ExitCode.FAILURE, []))

    def test_what_is_not_served(self) -> None:
        for name in ("none", "a b", "a b/.hidden", ".dot/file", "link", "linked/\u00fc"):
            code, _ = run_client(self.address, name, "-O", self.target)
            self.assertEqual((code, os.listdir(self.target)), (ExitCode.NO_SUCH_FILE, []))

    def test_one_missing_file_does_not_keep_others_back(self) -> None:
        code, _ = run_client(self.address, "none", "one", "-O", self.target)
        self.assertEqual((code, self.read_target("one")), (ExitCode.NO_SUCH_FILE, b"x"))

    def test_digest(self) -> None:
        code, output = run_client(self.address, "--sha256", "blocks")
        digest = hashlib.sha256(self.FILES["blocks"]).hexdigest()
        self.assertEqual((code, output), (0, f"{digest}  blocks\n"))

    def test_listings(self) -> None:
        code, output = run_client(self.address, "--list", "")
        names = [line[14:] for line in output.splitlines()]
        self.assertEqual((code, names), (0, ["a b/", "blocks", "one", "zero"]))
        code, output = run_client(self.address, "--list", "a b", "-r")
        names = [line[14:] for line in output.splitlines()]
        self.assertEqual((code, names), (0, ["\u00fc/", "\u00fc/na\u00efve \u65e5.txt"]))
        code, _ = run_client(self.address, "--list", "one")
        self.assertEqual(code, ExitCode.NO_SUCH_FILE)

    def test_full_server(self) -> None:
        self.start(Limits(connections=0))
        client = Peer(self.address)
        self.assertEqual(client.next_message(), p.Busy(1_000))
        self.assertIsNone(client.next_message())

    def test_no_place_for_an_exchange(self) -> None:
        self.start(Limits(exchanges=0))
        client = Peer(self.address)
        client.send(0, p.Hello())
        client.send(1, p.Request(b"one"))
        self.assertEqual(client.next_message(), p.Busy(1_000))

    def open_exchange(self) -> Peer:
        """A client whose exchange waits for its READY."""
        client = Peer(self.address)
        client.send(0, p.Hello(max_block_bytes=4_096))
        client.send(1, p.Request(b"blocks"))
        self.assertIsInstance(client.next_message(), p.Exists)
        return client

    def test_file_that_changes(self) -> None:
        client = self.open_exchange()
        with open(os.path.join(self.root, "blocks"), "ab") as file:
            file.write(b"more")
        client.send(1, p.Ready())
        self.assertEqual(client.next_message().code, ErrorCode.CHANGED)  # B-6

    def test_cancel(self) -> None:
        client = self.open_exchange()
        client.send(1, p.Ready())
        client.send(1, p.Cancel())
        while isinstance(message := client.next_message(), p.Block):
            pass
        self.assertEqual(message.code, ErrorCode.CANCELLED)

    def test_no_ready(self) -> None:
        self.start(Limits(progress=0.1))
        client = self.open_exchange()
        self.assertEqual(client.next_message().code, ErrorCode.TIMEOUT)  # T-8

    def test_idle_client(self) -> None:
        self.start(Limits(idle=0.1))
        client = self.open_exchange()
        self.assertEqual(client.next_message().code, ErrorCode.TIMEOUT)  # T-4
        self.assertIsNone(client.next_message())

    def test_slow_greeting(self) -> None:
        self.start(Limits(handshake=0.1))
        client = Peer(self.address)
        self.assertEqual(client.next_message().code, ErrorCode.TIMEOUT)  # T-7

    def test_half_close(self) -> None:
        client = self.open_exchange()
        client.sock.shutdown(socket.SHUT_WR)
        self.assertIsNone(client.next_message())  # E-7


class Peer:
    """A client of a test.  It has sent its preface only."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.sock = socket.create_connection(address, 10)
        self.sock.sendall(PREFACE)
        self._reader = FrameReader(Side.SERVER, lambda header: None)

    def send(self, id_: int, message: p.Payload) -> None:
        self.sock.sendall(encode_frame(id_, message))

    def next_message(self) -> p.Message | None:
        """What the server says next; None if it closes."""
        while True:
            frame = self._reader.next_frame()
            if frame is None:
                data = self.sock.recv(1 << 16)
                if not data:
                    self.sock.close()
                    return None
                self._reader.feed(data)
            elif not isinstance(frame.message, p.Hello):
                return frame.message

    def __del__(self) -> None:
        self.sock.close()


Answer = Callable[[int, p.Request], bytes]


class ScriptedServer:
    """Answers the requests of one client after the other from a script.

    An answer that is None closes the connection instead.
    """

    def __init__(self, answers: list[Answer | None]) -> None:
        self._answers = answers
        self.requests: list[p.Request] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = self._listener.getsockname()
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _run(self) -> None:
        while self._answers:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return  # The test is over.
            with sock:
                self._serve(sock)

    def _serve(self, sock: socket.socket) -> None:
        reader = FrameReader(Side.CLIENT, lambda header: None)
        sock.sendall(PREFACE + encode_frame(0, p.Hello()))
        while data := sock.recv(1 << 16):
            reader.feed(data)
            while (frame := reader.next_frame()) is not None:
                if not isinstance(frame.message, p.Request):
                    continue
                self.requests.append(frame.message)
                sock.sendall(self._answers.pop(0)(frame.id, frame.message))
                if self._answers and self._answers[0] is None:
                    self._answers.pop(0)
                    return


def exists(id_: int, tag: bytes = b"T") -> bytes:
    return encode_frame(id_, p.Exists(SIZE, Time(0, 0), 4_096, tag))


def block(id_: int, start: int, end: int) -> bytes:
    return encode_block(id_, start, DATA[start:end])


def whole(id_: int, _request: p.Request) -> bytes:
    """The right answer."""
    blocks = block(id_, 0, 4_096) + block(id_, 4_096, 8_192) + block(id_, 8_192, SIZE)
    return exists(id_) + blocks + encode_frame(id_, p.End(SIZE))


def damaged(id_: int, request: p.Request) -> bytes:
    """The right answer, with a flipped bit in the second block."""
    answer = bytearray(whole(id_, request))
    answer[len(exists(id_) + block(id_, 0, 4_096)) + 1_000] ^= 1
    return bytes(answer)


def second_block(id_: int, _request: p.Request) -> bytes:
    return exists(id_) + block(id_, 4_096, 8_192) + encode_frame(id_, p.End(4_096))


def first_block(id_: int, _request: p.Request) -> bytes:
    """The first block, and a part of the second one."""
    return exists(id_) + block(id_, 0, 4_096) + block(id_, 4_096, 8_192)[:99]


def rest(id_: int, _request: p.Request) -> bytes:
    blocks = block(id_, 4_096, 8_192) + block(id_, 8_192, SIZE)
    return exists(id_) + blocks + encode_frame(id_, p.End(SIZE - 4_096))


def changed(id_: int, _request: p.Request) -> bytes:
    failure = encode_frame(id_, p.Failure(ErrorCode.CHANGED))
    return exists(id_, b"old") + block(id_, 0, 4_096) + failure


def go_away(id_: int, _request: p.Request) -> bytes:
    return encode_frame(0, p.GoAway(id_ - 1))


def says(*messages: p.Payload) -> Answer:
    return lambda id_, request: b"".join(encode_frame(id_, m) for m in messages)


class ClientTest(FolderTestCase):
    """The client with a server that does not always do what it should."""

    def fetch(
        self, *answers: Answer | None, options: Sequence[str] = ()
    ) -> tuple[int, ScriptedServer]:
        server = ScriptedServer(list(answers))
        self.addCleanup(server.close)
        code, _ = run_client(server.address, "x", "-O", self.target, *options)
        return code, server

    def check_complete(self) -> None:
        self.assertEqual(os.listdir(self.target), ["x"])
        self.assertEqual(self.read_target("x"), DATA)

    def test_damaged_block_is_fetched_alone(self) -> None:
        code, server = self.fetch(damaged, second_block)
        self.assertEqual(code, ExitCode.DONE)
        self.check_complete()
        again = server.requests[1]
        self.assertEqual((again.expected_tag, again.advance.ready), (b"T", p.Ready(4_096, 4_096)))

    def test_busy(self) -> None:
        code, _ = self.fetch(says(p.Busy(10)), says(p.Busy(10)), whole)
        self.assertEqual(code, ExitCode.DONE)
        self.check_complete()

    def test_changed(self) -> None:
        code, server = self.fetch(changed, whole)
        self.assertEqual(code, ExitCode.DONE)
        self.check_complete()
        self.assertEqual(server.requests[1].expected_tag, b"")

    def test_goes_on_behind_verified_blocks(self) -> None:
        code, server = self.fetch(first_block, None, rest)
        self.assertEqual(code, ExitCode.DONE)
        self.check_complete()
        self.assertEqual(server.requests[1].advance.ready.offset, 4_096)

    def test_begins_anew_without_a_tag(self) -> None:
        def untagged(id_: int, _request: p.Request) -> bytes:
            return exists(id_, b"") + block(id_, 0, 4_096)

        code, server = self.fetch(untagged, None, whole)
        self.assertEqual(code, ExitCode.DONE)
        self.check_complete()
        self.assertEqual(server.requests[1].advance.ready, p.Ready())

    def test_go_away(self) -> None:
        code, _ = self.fetch(go_away, whole)
        self.assertEqual(code, ExitCode.DONE)
        self.check_complete()

    def test_go_away_behind_the_last_exchange(self) -> None:
        def last(id_: int, request: p.Request) -> bytes:
            return encode_frame(0, p.GoAway(id_)) + whole(id_, request)

        self.assertEqual(self.fetch(last, options=["--attempts", "1"])[0], ExitCode.DONE)
        self.check_complete()

    def test_ping(self) -> None:
        def ping(id_: int, request: p.Request) -> bytes:
            return encode_frame(0, p.Ping(bytes(8))) + whole(id_, request)

        self.assertEqual(self.fetch(ping)[0], ExitCode.DONE)
        self.check_complete()

    def test_failures(self) -> None:
        final = says(p.Failure(ErrorCode.INTERNAL, b"no"))
        self.assertEqual(self.fetch(final)[0], ExitCode.FAILURE)
        passing = says(p.Failure(ErrorCode.READ_ERROR))
        self.assertEqual(self.fetch(passing, whole)[0], ExitCode.DONE)

    def test_single_attempt(self) -> None:
        for code, *answers in (
            (ExitCode.ENDED_EARLY, first_block, None),
            (ExitCode.ENDED_EARLY, go_away),
            (ExitCode.FAILURE, says(p.Failure(ErrorCode.READ_ERROR))),
            (ExitCode.FAILURE, says(p.Busy(10))),
            (ExitCode.FAILURE, changed),
            (ExitCode.PROTOCOL, damaged),
        ):
            ended, server = self.fetch(*answers, whole, options=["--attempts", "1"])
            self.assertEqual((ended, len(server.requests)), (code, 1))
            self.assertEqual(os.listdir(self.target), [])

    def test_broken_protocol(self) -> None:
        for answer in (says(p.End(0)), lambda id_, request: exists(id_) * 2):
            self.assertEqual(self.fetch(answer)[0], ExitCode.PROTOCOL)
            self.assertEqual(os.listdir(self.target), [])

    def test_two_sizes_with_the_same_tag(self) -> None:
        def shorter(id_: int, _request: p.Request) -> bytes:
            short = p.Exists(4_097, Time(0, 0), 4_096, b"T")
            return encode_frame(id_, short) + block(id_, 4_096, 4_097) + encode_frame(id_, p.End(1))

        self.assertEqual(self.fetch(first_block, None, shorter)[0], ExitCode.PROTOCOL)
        self.assertEqual(os.listdir(self.target), [])

    def test_wrong_usage(self) -> None:
        for arguments in (
            ["a/../b"],
            [],
            ["a/x", "b/x"],
            ["x", "--offset", "1"],
            ["x", "--attempts", "0"],
        ):
            self.assertEqual(run_client(("127.0.0.1", 1), *arguments)[0], ExitCode.USAGE)


if __name__ == "__main__":
    unittest.main()
