"""The load tool, a Java program of this module: many clients at once, idle connections, and a proxy that delays."""

import json
import os
import time
from contextlib import contextmanager

import processes
from figures import BenchError
from measure import Contender

_MAIN = "io.ft.bench.load.LoadMain"


def command(bench, *words):
    if not bench.load_jar.exists():
        raise BenchError(f"there is no {bench.load_jar}; build it with: mvn -q package -DskipTests")
    return [bench.java.path / "bin/java", "-cp", bench.load_jar, _MAIN, *words]


def download(bench, server, source, *, name, clients, requests):
    """So many connections at once, with so many downloads one after the other on each."""
    protocol = "ft" if server.kind == "ft" else "http"
    words = ["download", "--protocol", protocol, "--host", server.host, "--port", server.port]
    words += ["--path", source.relative_to(server.root), "--clients", clients, "--requests", requests]
    expected_bytes = source.stat().st_size * clients * requests

    def read(text):
        told = json.loads(text)
        if told["bytes"] != expected_bytes or len(told["completion_seconds"]) != clients:
            raise BenchError(f"{name}: {told['bytes']} bytes came instead of {expected_bytes}")
        completion = sorted(told["completion_seconds"])
        return {
            "bytes": told["bytes"],
            "load_wall_seconds": told["wall_seconds"],
            "slowest_seconds": completion[-1],
            "median_seconds": completion[len(completion) // 2],
            "fastest_seconds": completion[0],
        }

    return Contender(name, command(bench, *words), server=server, read_output=read)


def _text(file):
    return file.read_text(encoding="utf-8", errors="replace").strip() if file.exists() else ""


def _await_word(pid, out, err, awaited, limit_seconds):
    """Waits for a line, and returns the word behind the awaited ones."""
    until = time.monotonic() + limit_seconds
    while True:
        text = out.read_text(encoding="utf-8") if out.exists() else ""
        if awaited in text and text.endswith("\n"):
            return text.partition(awaited)[2].split()[0]
        if processes.has_ended(pid) or time.monotonic() > until:
            raise BenchError(f"the load tool does not start: {_text(err)}")
        time.sleep(0.01)


class Held:
    """The tool in one of the ways that last until its input ends. Use it with `with`."""

    def __init__(self, bench, words, awaited):
        folder = bench.new_folder("load")
        self._out, self._err = folder / "out", folder / "err"
        reading, self._writing = os.pipe()
        try:
            self.pid = processes.spawn(
                command(bench, *words), bench.env(), stdin=reading, stdout=self._out, stderr=self._err
            )
        except BaseException:
            os.close(self._writing)
            raise
        finally:
            os.close(reading)
        try:
            # What it printed after the awaited words.
            self.told = _await_word(self.pid, self._out, self._err, awaited, bench.limit_seconds)
        except BaseException:
            self.stop()
            raise

    def result(self):
        """Lets it end, and returns the JSON that it prints last."""
        os.close(self._writing)
        self._writing = None
        code, _ = processes.wait(self.pid, 60)
        if code != 0:
            raise BenchError(f"the load tool failed with exit code {code}: {_text(self._err)}")
        return json.loads(_text(self._out).splitlines()[-1])

    def stop(self):
        if self._writing is not None:
            os.close(self._writing)
            self._writing = None
            processes.end(self.pid)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Steady:
    """Downloads of one file, again and again for some seconds, in a process beside others."""

    def __init__(self, bench, server, source, *, clients, seconds, addresses):
        folder = bench.new_folder("load")
        self._out, self._err = folder / "out", folder / "err"
        self._limit_seconds = seconds + bench.limit_seconds
        self._start_seconds = bench.limit_seconds
        self.began = None
        words = ["steady", *_where(server), "--path", source.name, "--clients", clients, "--seconds", seconds]
        words += ["--from", ",".join(addresses)]
        self._pid = processes.spawn(command(bench, *words), bench.env(), stdout=self._out, stderr=self._err)

    def await_begun(self):
        _await_word(self._pid, self._out, self._err, "open ", self._start_seconds)
        self.began = time.monotonic()

    def result(self):
        code, _ = processes.wait(self._pid, self._limit_seconds)
        if code != 0:
            raise BenchError(f"the load tool failed with exit code {code}: {_text(self._err)}")
        return json.loads(_text(self._out).splitlines()[-1])


def _where(server):
    return ["--host", "127.0.0.1", "--port", server.port]


def silent(bench, server, connections, address):
    return Held(bench, ["silent", *_where(server), "--connections", connections, "--from", address], "open ")


def trickle(bench, server, source, connections, address):
    words = ["trickle", *_where(server), "--path", source.name, "--connections", connections, "--from", address]
    return Held(bench, words, "open ")


def mixed(bench, server, *, small, large, folder, connections, seed):
    words = ["mixed", *_where(server), "--small", small, "--large", large, "--folder", folder]
    words += ["--connections", connections, "--seed", seed, "--from", ",".join(local_addresses(8))]
    return Held(bench, words, "open ")


@contextmanager
def _until_stdin_ends(bench, words, awaited):
    with Held(bench, words, awaited) as held:
        yield held.told


def idle(bench, server, connections):
    """From several addresses of this machine, since a server lets in only so many from one."""
    words = ["idle", "--host", server.host, "--port", server.port, "--connections", connections]
    words += ["--from", ",".join(local_addresses(10))]
    return _until_stdin_ends(bench, words, "open ")


def local_addresses(count):
    """So many addresses of the loopback interface, beside those that anybody uses otherwise."""
    return [f"127.0.{1 + number // 200}.{1 + number % 200}" for number in range(count)]


def proxy(bench, server, round_trip_millis):
    """Gives the address of a proxy that holds everything up for half a round trip in each direction."""
    words = ["proxy", "--to", server.address, "--delay-millis", f"{round_trip_millis / 2:g}"]
    return _until_stdin_ends(bench, words, "listening on ")
